"""The files that senders owe, and the markup that no file may have."""

from tracker.domain.intake import coverage, markup, sending_calendar
