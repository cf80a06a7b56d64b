"""Reading what happened leaves its own line."""

from collections.abc import Mapping
from datetime import datetime

from tracker import store
from tracker.store.accounts.audit import Action


def note_download(
    *, authority: str, lines: int, chosen: Mapping[str, str], by: str, at: datetime
) -> None:
    """Says that the feed was taken away as a file, and what of it."""
    with store.database.base.transaction():
        store.accounts.audit.write(
            authority=authority,
            at=at,
            by=by,
            action=Action.AUDIT_DOWNLOADED,
            subject="",
            lines=lines,
            chosen=dict(chosen),
        )
