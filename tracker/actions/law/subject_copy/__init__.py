"""A person's own copy: gathered, read by an officer, approved, given."""

from tracker.actions.law.subject_copy import (
    beside_rows,
    column_words,
    copied_documents,
    derived_words,
    gathering,
    giving,
    line_words,
    preparing,
    returned_words,
    stated,
)
