"""The risk of NEET as it is stored: the lines of lists, and what was decided."""

from tracker.store.year import risk_decisions, risk_lines
