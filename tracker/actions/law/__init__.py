"""The law: documents about personal data, and releases of statistics."""

from tracker.actions.law import documents, releases, restrictions, rights_offered
