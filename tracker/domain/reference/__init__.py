"""Codes, activities, identifiers, the academic year and kinds of institution."""

from tracker.domain.reference import (
    academic_year,
    activity,
    activity_at_institution,
    codes,
    england,
    identifiers,
    institution,
    letters,
    neighbours,
    tables,
)
