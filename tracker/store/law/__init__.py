"""Restrictions of institutions, releases of statistics, cases and objections."""

from tracker.store.law import releases, restriction_answers, restrictions
from tracker.store.law import (
    cases,
    objections,
    releases,
    restrictions,
)
