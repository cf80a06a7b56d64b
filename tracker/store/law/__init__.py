"""Restrictions, agreements, disclosures with their people, releases and cases."""

from tracker.store.law import (
    agreements,
    cases,
    disclosures,
    look_reasons,
    look_reviews,
    looked,
    objections,
    releases,
    restriction_answers,
    restrictions,
)
