"""Restrictions, agreements, disclosures, releases, cases and disposals."""

from tracker.store.law import (
    agreements,
    cases,
    disclosures,
    disposals,
    information_requests,
    look_reasons,
    look_reviews,
    looked,
    objections,
    personal_rows,
    releases,
    restriction_answers,
    restrictions,
    sealed_looks,
    subject_copies,
    transfers,
)
