"""Restrictions, agreements, disclosures with their people, releases and cases."""

from tracker.store.law import (
    agreements,
    cases,
    disclosures,
    objections,
    releases,
    restriction_answers,
    restrictions,
)
