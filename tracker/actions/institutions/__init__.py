"""The names of institutions."""

from tracker.actions.institutions import place_names
