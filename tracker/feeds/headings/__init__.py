"""Which column of a sender's table is which of ours."""

from tracker.feeds.headings import heading_words, matched_headings
