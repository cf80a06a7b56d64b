"""A list of leavers that somebody took away: who took whose, and when."""

from datetime import datetime

from tracker.domain.destinations import Destinations
from tracker.store import audit, base


def taken(
    told: Destinations, *, form: str, authority: str, by: str, at: datetime
) -> None:
    """Writes down that a list of named leavers left the service."""
    with base.transaction():
        audit.write(
            authority=authority,
            at=at,
            by=by,
            action="leavers downloaded",
            subject=f"leavers of {told.institution}",
            left=told.left,
            leavers=len(told.leavers),
            form=form,
        )
