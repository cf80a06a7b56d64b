"""The law: agreements, the one door out, statistics, restrictions, cases, documents."""

from tracker.actions.law import (
    agreements,
    by_law,
    cases,
    disclosed_values,
    disclosing,
    disposals,
    documents,
    information_requests,
    looks,
    parties,
    permits,
    recipients,
    restrictions,
    rights_offered,
    shared_lists,
    statistics,
    subject_copy,
    suspending,
    two_people,
)
