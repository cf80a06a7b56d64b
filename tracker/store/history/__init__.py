"""Evidence, and what can be made from it again: positions, tallies, leavers."""

from tracker.store.history import (
    confidential_facts,
    days,
    derivations,
    evidence,
    evidence_changes,
    forgetting,
    guarantee_lists,
    leaver_rows,
    leaving,
    ledger,
    merged_records,
    positions,
    return_details,
    sealed_facts,
    tallies,
)
