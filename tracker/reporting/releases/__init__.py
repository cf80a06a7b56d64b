"""Releases of statistics: what must be hidden in them, and their files."""

from tracker.reporting.releases import alternatives, differencing
