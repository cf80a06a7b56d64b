"""Leavers and their destinations, counted and shown as the institution may see them."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.domain.leavers import (
        destinations,
        expected_places,
        leaver,
        listed_after,
        own_statement,
        reported_activities,
        sustained,
    )
else:
    __getattr__ = by_name(__name__)
