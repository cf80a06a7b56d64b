"""Lists of applications and offers."""

from tracker.feeds.offers import application_words, columns, feed
