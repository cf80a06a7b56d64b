"""The risk of NEET: what holds for pupils, the lines of lists, what was decided."""

from tracker.store.year import pupils_by_points, risk_decisions, risk_lines
