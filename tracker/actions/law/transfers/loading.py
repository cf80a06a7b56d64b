"""Loading a signed file: a history or notices that came, or the receipt for ours.

What came is matched and applied like any other file, so that one who may be here
already waits for a decision. See decision 0240.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tracker import confinement, linkage, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake import load, receive, waiting_files
from tracker.actions.law.transfers import checking, receipts
from tracker.actions.law.transfers.checking import Checked, NotTaken
from tracker.domain.law.transfers.contents import History, Notices, Receipt
from tracker.domain.reference.academic_year import say_date
from tracker.feeds import area_notices
from tracker.feeds.reading.open_files import opened
from tracker.feeds.registry import FEEDS
from tracker.feeds.transfers.feed import NAME
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.law.transfers.exchanged import Direction, Holding, Transfer


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: the transfer, and its batch where it was no receipt."""

    transfer: Transfer
    batch: ImportBatch | None

    @property
    def is_receipt(self) -> bool:
        """Whether it was a receipt for a file of ours."""
        return self.batch is None


def take(file: bytes, name: str, *, act: Act) -> Loaded:
    """Checks a file and loads it. Raises Refusal; then nothing has changed."""
    checked = checking.check(file, name, act=act)
    try:
        if isinstance(checked.content, Receipt):
            return Loaded(receipts.take(checked, checked.content, act=act), None)
        return _loaded(file, checked, checked.content, act)
    except Refusal as refused:
        checking.noted(refused, file, act=act)
        raise


def _loaded(
    file: bytes, checked: Checked, found: History | Notices, act: Act
) -> Loaded:
    """Loads a history or notices as a batch."""
    scope = authority_scope(act.authority)
    history = found if isinstance(found, History) else None
    feed = NAME if history else area_notices.feed.NAME
    holding = Holding.HISTORY if history else Holding.NOTICES
    confinement.processes.get_ready()
    linkage.model.second_process.get_ready()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{feed}-{found.sender}-{found.reference[:8]}.json"
        path.write_bytes(file)
        waiting_files.scan(opened([path]))
        with store.database.base.transaction(f"transfers of {act.authority}"):
            _check_new(checked, found, act)
            batch = receive.receive(
                FEEDS[feed],
                [path],
                act=act,
                institution=None,
                as_at=None,
                complete=False,
                notes=_notes(found),
                at_own_door=True,
            )
            came = Transfer(
                authority=act.authority,
                direction=Direction.IN,
                holding=holding,
                reference=found.reference,
                party=found.sender,
                ypid=history.person["ypid"] if history else None,
                sha256=checked.sha256,
                moved_on=history.moved_on if history else None,
                written_at=found.made,
                made_at=act.at,
                made_by=act.by,
                batch_id=batch.id,
            )
            store.database.base.insert(came)
            act.note(
                Action.TRANSFER_RECEIVED,
                f"transfer {came.id}",
                party=found.sender,
                batch=batch.id,
            )
    load.carry_on(batch, confirm=lambda alarms: False, act=act)
    with store.database.base.transaction():
        taken = store.law.transfers.exchanged.lock(came.id, within=scope)
        assert taken is not None
        if history:
            # With the record, so that what is held of a young person has this as well.
            taken.person_id = receipts.standing(taken, within=scope).person
        store.database.base.insert(taken)
    return Loaded(taken, batch)


def _check_new(checked: Checked, found: History | Notices, act: Act) -> None:
    """Raises NotTaken for a file that came before, and for one older than another."""
    scope = authority_scope(act.authority)
    exchanged = store.law.transfers.exchanged
    before = exchanged.by_reference(found.reference, Direction.IN, within=scope)
    if before is not None:
        when = say_date(before.made_at.date())
        if before.sha256 == checked.sha256:
            raise NotTaken(
                f"{checked.name} was loaded already, on {when}; nothing has changed."
            )
        raise NotTaken(
            f"{checked.name} has the number of another file, which was loaded on "
            f"{when}. Ask {checked.sender.name} for a new file."
        )
    if not isinstance(found, History):
        return
    newest = exchanged.newest_about(found.person["ypid"], found.sender, within=scope)
    if newest is not None and newest.written_at >= found.made:
        raise NotTaken(
            f"{checked.name} is older than the file about the same young person that "
            f"{checked.sender.name} made on {say_date(newest.written_at.date())} and "
            "that was loaded here; nothing has changed."
        )


def _notes(found: History | Notices) -> list[str]:
    notes = [f"Passed on by disclosure {found.disclosure} of the sender."]
    if isinstance(found, History) and found.withheld:
        notes.append(f"Withheld by the sender: {', '.join(found.withheld)}.")
    return notes
