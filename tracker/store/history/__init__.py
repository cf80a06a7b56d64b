"""Evidence, and the derivations from it, which can be deleted and made again."""

from tracker.store.history import (
    days,
    derivations,
    evidence,
    evidence_narrowed,
    leaver_rows,
    leaving,
    merged_records,
    positions,
    return_details,
    tallies,
)
