"""Downloads of lists of leavers: the user, the institution and the time."""

from tracker import store
from tracker.actions.act import Act
from tracker.domain.leavers.destinations import Destinations
from tracker.store.accounts.audit import Action


def note_download(shown: Destinations, *, form: str, act: Act) -> None:
    """Records in the audit that a user downloaded a list of named leavers."""
    with store.database.base.transaction():
        act.note(
            Action.LEAVERS_DOWNLOADED,
            f"leavers of {shown.institution}",
            left=shown.left,
            leavers=len(shown.leavers),
            form=form,
        )
