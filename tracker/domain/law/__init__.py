"""The law: clauses of notice and acts, and the handling of personal data."""

from tracker.domain.law import (
    cases,
    clauses,
    conditions,
    data_dictionary,
    documents,
    objections,
    restrictions,
    retention,
)
