"""Lists of applications to universities, as schools take them from UCAS."""

from tracker.feeds.ucas import columns, courses, feed, ucas_words
