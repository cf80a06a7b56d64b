"""Contacts, follow-ups and what an adviser looks at first."""

from tracker.domain.casework import (
    contact,
    contact_bands,
    council_systems,
    follow_up,
    hand_overs,
    my_day,
    next_sources,
    on_record,
    plan,
    signs,
    what_happened,
)
