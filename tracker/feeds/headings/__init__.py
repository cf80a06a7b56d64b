"""The headings of a sender's table, matched to our columns."""

from tracker.feeds.headings import (
    empty_lists,
    heading_words,
    matched_headings,
    own_words,
)
