"""Figures of a date, reports and published tables."""

from tracker.actions.figures import (
    estimates,
    improvement_plans,
    measured,
    offers,
    published,
    reports,
    wards,
)
