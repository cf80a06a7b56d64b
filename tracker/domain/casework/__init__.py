"""Contacts, follow-ups and what an adviser looks at first."""

from tracker.domain.casework import (
    contact,
    contact_bands,
    follow_up,
    hand_overs,
    my_day,
    what_happened,
)
