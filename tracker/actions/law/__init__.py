"""The law: documents about personal data, from what is configured."""

from tracker.actions.law import documents
