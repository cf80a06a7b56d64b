"""Contacts, follow-ups and what an adviser looks at first."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.domain.casework import (
        contact,
        contact_bands,
        council_systems,
        follow_up,
        hand_overs,
        moved_contact,
        moved_document,
        my_day,
        next_sources,
        on_record,
        phase_transfer,
        plan,
        signs,
        what_happened,
    )
else:
    __getattr__ = by_name(__name__)
