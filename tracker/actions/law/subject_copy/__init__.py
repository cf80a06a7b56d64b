"""A person's own copy: gathered, read by an officer, approved, given."""

from tracker.actions.law.subject_copy import (
    column_words,
    gathering,
    giving,
    preparing,
    stated,
)
