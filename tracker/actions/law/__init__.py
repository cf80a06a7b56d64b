"""The law: documents about personal data, and releases of statistics, cases."""

from tracker.actions.law import (
    cases,
    documents,
    releases,
    restrictions,
    rights_offered,
)
