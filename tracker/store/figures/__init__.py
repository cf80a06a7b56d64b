"""Members on a date, people behind a figure, the ledger, times, published tables."""

from tracker.store.figures import (
    contact_times,
    found,
    ledger_counts,
    members,
    people_behind,
    published,
    turning,
)
