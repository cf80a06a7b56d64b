"""The law: documents about personal data, releases of statistics, and cases."""

from tracker.actions.law import documents, releases, restrictions, rights_offered
from tracker.actions.law import (
    cases,
    documents,
    releases,
)
