"""Downloads of the audit, which the audit records too."""

from collections.abc import Mapping

from tracker import store
from tracker.actions.act import Act
from tracker.store.accounts.audit import Action


def note_download(*, act: Act, lines: int, chosen: Mapping[str, str]) -> None:
    """Records that the audit was downloaded as a file, and which part of it."""
    with store.database.base.transaction():
        act.note(Action.AUDIT_DOWNLOADED, "", lines=lines, chosen=dict(chosen))
