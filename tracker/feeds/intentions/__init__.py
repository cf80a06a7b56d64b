"""Lists of intended destinations."""

from tracker.feeds.intentions import columns, destination_words, feed
