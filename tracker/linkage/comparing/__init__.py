"""How well two records agree, field by field, and the words for it."""

from tracker.linkage.comparing import comparisons, differences, reasons, verdicts
