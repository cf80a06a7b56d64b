"""Retention: confirmed rules, legal holds, disposals, and the removal of rows."""

from tracker.store.law.disposals import (
    disposal_runs,
    legal_holds,
    old_cases,
    old_lines,
    past_date,
    removal,
)
