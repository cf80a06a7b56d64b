"""Figures of a date, reports and published tables."""

from tracker.actions.figures import measured, offers, published, reports
