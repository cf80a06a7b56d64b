"""Evidence, and what is derived from it and may be thrown away."""

from tracker.store.history import (
    days,
    evidence,
    evidence_narrowed,
    leaver_rows,
    leaving,
    merged_records,
    positions,
    return_details,
    tallies,
)
