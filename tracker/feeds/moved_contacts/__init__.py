"""Contacts and notes of the council's earlier system."""

from tracker.feeds.moved_contacts import contact_words, feed
