"""The names of institutions, and the lists that they sent."""

from tracker.actions.institutions import (
    known_places,
    lists_sent,
    place_names,
    register_rolls,
)
