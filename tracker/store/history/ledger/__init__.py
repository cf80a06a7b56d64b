"""The ledger of the leaving years: its rows, and whose have still to be made."""

from tracker.store.history.ledger import (
    expected_rows,
    indicator_rows,
    ledger_rows,
    owed_rows,
    school_rows,
)
