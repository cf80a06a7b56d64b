"""Restrictions of what an institution passes on, and releases of statistics, cases."""

from tracker.store.law import (
    cases,
    objections,
    releases,
    restriction_answers,
    restrictions,
)
