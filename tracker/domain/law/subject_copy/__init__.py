"""A person's own copy: the rows that are theirs, what is left out, the document."""

from tracker.domain.law.subject_copy import (
    code_words,
    copied_tables,
    copy_document,
    held_rows,
    in_plain_words,
    redacting,
)
