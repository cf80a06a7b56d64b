"""Downloads of the audit, which the audit records too."""

from collections.abc import Mapping
from datetime import datetime

from tracker import store
from tracker.store.accounts.audit import Action


def note_download(
    *, authority: str, lines: int, chosen: Mapping[str, str], by: str, at: datetime
) -> None:
    """Records that the audit was downloaded as a file, and which part of it."""
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
