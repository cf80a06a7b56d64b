"""The yearly exchange with neighbouring authorities: their residents who learn here."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.law.neighbours import exchange, residents
else:
    __getattr__ = by_name(__name__)
