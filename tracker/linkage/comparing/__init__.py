"""The agreement of two records, field by field, and its wording."""

from tracker.linkage.comparing import (
    comparisons,
    differences,
    level_words,
    reasons,
    verdicts,
)
