"""Downloads of lists of leavers: the user, the institution and the time."""

from datetime import datetime

from tracker import store
from tracker.domain.leavers.destinations import Destinations
from tracker.store.accounts.audit import Action


def taken(
    told: Destinations, *, form: str, authority: str, by: str, at: datetime
) -> None:
    """Records in the audit that a user downloaded a list of named leavers."""
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
