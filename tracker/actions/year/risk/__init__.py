"""Risk of NEET as pages show it. Nothing here writes or sends (decision 0250)."""

from tracker.actions.year.risk import (
    facts_then,
    official_lists,
    own_schemes,
    past_cohorts,
    support_lists,
)
