"""Histories of young people who have moved here, from the authority they left."""

from tracker.feeds.transfers import content_form, feed
