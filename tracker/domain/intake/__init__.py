"""What senders owe, and what no file may hold."""

from tracker.domain.intake import coverage, markup, sending_calendar
