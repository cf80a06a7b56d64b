"""A list of leavers that somebody took away: who took whose, and when."""

from datetime import datetime

from tracker import store
from tracker.domain.leavers.destinations import Destinations
from tracker.store.accounts.audit import Action


def taken(
    told: Destinations, *, form: str, authority: str, by: str, at: datetime
) -> None:
    """Writes down that a list of named leavers left the service."""
    with store.database.base.transaction():
        store.accounts.audit.write(
            authority=authority,
            at=at,
            by=by,
            action=Action.LEAVERS_DOWNLOADED,
            subject=f"leavers of {told.institution}",
            left=told.left,
            leavers=len(told.leavers),
            form=form,
        )
