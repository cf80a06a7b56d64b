"""The decision on each row of a list, and its reasons."""

from tracker.linkage.decisions import (
    chances,
    duplicates,
    error_budget,
    evaluation,
    identifiers_first,
    judgement,
    likely_matches,
    list_habits,
    matcher,
    moved_rate,
    namesake_rate,
    new_people,
    newcomer,
    weighing,
)
