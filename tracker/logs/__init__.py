"""Logs: lines of JSON without personal data, and the places of an error."""

from tracker.logs import failure_places, lines
