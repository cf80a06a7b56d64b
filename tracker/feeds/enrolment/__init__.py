"""Enrolment lists of sixth forms, colleges and training providers."""

from tracker.feeds.enrolment import columns, feed, roll, template
