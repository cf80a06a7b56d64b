"""Members on a date, people behind a figure, the ledger, times, published tables."""

from tracker.store.figures import (
    confirmed,
    contact_times,
    fold_marks,
    found,
    guarantee_counts,
    improvement_plans,
    ledger_counts,
    members,
    people_behind,
    published,
    turning,
    wards,
)
