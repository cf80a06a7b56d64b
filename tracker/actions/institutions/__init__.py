"""The names of institutions, and the lists that they sent."""

from tracker.actions.institutions import lists_sent, place_names, register_rolls
