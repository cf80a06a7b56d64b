"""Lists of our residents who learn elsewhere, from neighbouring authorities."""

from tracker.feeds.neighbours import columns, feed
