"""The statutory year as tables."""

from tracker.reporting.year import turn_panels
