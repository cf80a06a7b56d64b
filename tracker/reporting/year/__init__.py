"""The statutory year and the improvement plan as tables."""

from tracker.reporting.year import improvement_panels, turn_panels
