"""Codes, activities, identifiers, the academic year and kinds of institution."""

from tracker.domain.reference import (
    academic_year,
    activity,
    activity_at_institution,
    code_titles,
    codes,
    contact_details,
    england,
    identifiers,
    institution,
    letters,
    neighbours,
    ons_areas,
    tables,
)
