"""Support services: the lists that they sent, and what may go back to them."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.law.services import own_lists
else:
    __getattr__ = by_name(__name__)
