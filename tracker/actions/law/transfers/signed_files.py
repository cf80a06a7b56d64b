"""Makes a signed file of a content, and lets it wait for the receipt of its council."""

import hashlib
from collections.abc import Callable
from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law.transfers import awaited, transfer_keys
from tracker.domain.law.transfers import contents
from tracker.domain.law.transfers.contents import History, Notices
from tracker.feeds.transfers import content_form
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Disclosure
from tracker.store.law.transfers.exchanged import Direction, Holding, Transfer

#: Is given the name of a file, and its bytes.
Write = Callable[[str, bytes], None]


def make(
    content: History | Notices,
    made: Disclosure,
    write: Write,
    *,
    person: int | None = None,
    within: Scope,
    act: Act,
) -> Transfer:
    """Signs a content in the open transaction of its disclosure ``made``, and records
    that it went out. ``person`` is the young person of a history.

    Raises feeds.file_reading.Unreadable, and whatever ``write`` raises; the transaction
    then has to be given up.
    """
    written = contents.written(content)
    # What we could not read ourselves, no other authority could.
    content_form.read(written, "The file")
    file = transfer_keys.sign(written, act=act)
    sent = Transfer(
        authority=act.authority,
        direction=Direction.OUT,
        reference=content.reference,
        party=content.recipient,
        sha256=hashlib.sha256(file).hexdigest(),
        written_at=content.made,
        made_at=act.at,
        made_by=act.by,
        disclosure_id=made.id,
        **_held(content, person),
    )
    store.database.base.insert(sent)
    awaited.begin(made, within=within, act=act)
    act.note(
        Action.TRANSFER_MADE,
        f"transfer {sent.id}",
        people=[person] if person is not None else (),
        party=content.recipient,
        mark=made.mark,
        lines=len(content.lines),
    )
    stem = "transfer" if isinstance(content, History) else "notices"
    write(f"{stem}-{act.authority}-to-{content.recipient}-{made.mark}.json", file)
    return sent


def _held(content: History | Notices, person: int | None) -> dict[str, Any]:
    if isinstance(content, Notices):
        return {"holding": Holding.NOTICES}
    return {
        "holding": Holding.HISTORY,
        "person_id": person,
        "ypid": content.person["ypid"],
        "moved_on": content.moved_on,
    }
