"""Restrictions, agreements, disclosures, releases, cases and disposals."""

from tracker.store.law import (
    agreements,
    cases,
    disclosures,
    disposals,
    look_reasons,
    look_reviews,
    looked,
    objections,
    releases,
    restriction_answers,
    restrictions,
)
