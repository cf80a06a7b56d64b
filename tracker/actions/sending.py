"""Lists that a school or college sends by itself: kept, looked at, sent, taken back.

What comes is taken in and matched by a worker, as the council's own uploads are. Its
sender sees what becomes of each line and then sends what can be used, or takes it back;
that it counts, only the council says.
"""

import hashlib
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from werkzeug.utils import secure_filename

from tracker.actions import file_names, taking_in, work  # noqa: F401  declares what is asked for
from tracker.domain.institution import Institution, InstitutionKind
from tracker.extensions import db
from tracker.feeds import registry
from tracker.feeds.feed import clipped
from tracker.feeds.likeness import TITLES
from tracker.store import audit, base, imports, sendings
from tracker.store.imports import USABLE, ImportBatch, Outcome, Status
from tracker.store.sendings import Kind, Sending, Sent, State

ENROLMENTS, CENSUS = "provider-enrolment", "school-census"

#: Lines that the council can use, or may once somebody has looked at them.
OF_USE = (*USABLE, Outcome.POSSIBLE)


class NotSendable(Exception):
    """It cannot be done as asked; the text is for whoever asked it.

    ``field`` names what to put right.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def feeds_of(institution: Institution) -> tuple[str, ...]:
    """What an institution may send: a census is a school's."""
    if institution.kind is InstitutionKind.SCHOOL:
        return (ENROLMENTS, CENSUS)
    return (ENROLMENTS,)


def keep(
    name: str,
    save: Callable[[Path], object],
    *,
    uploads: Path,
    institution: Institution,
    authority: str,
    as_at: date | None,
    complete: bool,
    by: str,
    at: datetime,
    on: date,
) -> Sending:
    """Keeps a file that ``save`` writes, and asks a worker to take it in.

    ``name`` is what its sender calls it, ``as_at`` the day that it speaks of.
    Raises NotSendable, and then nothing of it is kept.
    """
    if as_at is not None and as_at > on:
        raise NotSendable(
            "The day that the list speaks of is still to come. Give the day on which "
            "it was drawn up.",
            "as_at",
        )
    if complete and as_at is None:
        raise NotSendable(
            "Say as at which day the list names everybody who is with you.", "as_at"
        )
    name = file_names.kept(name, "list")
    folder: Path | None = None
    try:
        with base.transaction():
            sending = Sending(
                authority=authority,
                institution=institution.key,
                kind=Kind.LIST,
                state=State.KEPT,
                files=[name],
                as_at=as_at,
                complete=complete,
                made_by=by,
                made_at=at,
            )
            db.session.add(sending)
            db.session.flush()
            folder = uploads / f"sending-{sending.id}"
            file = _written(name, save, folder)
            sending.feed = _recognised(file, name, institution)
            sending.sha256 = _sha256(file)
            audit.write(
                authority=authority,
                at=at,
                by=by,
                action="list kept",
                subject=sending.subject,
                feed=sending.feed,
                institution=institution.key,
            )
    except BaseException:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    work.ask(
        "take in",
        authority=authority,
        by=by,
        at=at,
        subject=sending.subject,
        files=[str(file)],
        feed=sending.feed,
        institution=institution.key,
        as_at=as_at.isoformat() if as_at else None,
        complete=complete,
    )
    return sending


def _written(name: str, save: Callable[[Path], object], folder: Path) -> Path:
    # A number that was used before a restore may have left something here.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    file = folder / (secure_filename(name) or "list")
    save(file)
    if not file.stat().st_size:
        raise NotSendable(
            f"{clipped(name)} is empty. Save the list and choose it again.", "file"
        )
    return file


def _sha256(file: Path) -> str:
    """The digest by which a sender can tell that this is their file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _recognised(file: Path, name: str, institution: Institution) -> str:
    feed = registry.recognise(file)
    if feed in feeds_of(institution):
        return feed
    if feed is not None:
        raise NotSendable(
            f"{clipped(name)} looks like {TITLES[feed]}, which is not sent here. Send "
            "your enrolment list.",
            "file",
        )
    raise NotSendable(
        f"{clipped(name)} cannot be read as an enrolment list. It should be a CSV or "
        "Excel file whose headings say at least Surname, DOB (or ULN or UPN) and "
        "StartDate; our template has them all.",
        "file",
    )


def send(sent: Sent, *, by: str, at: datetime) -> None:
    """Sends the lines that can be used to the council. Raises NotSendable."""
    batch = sent.batch
    if batch is None or not sent.is_read:
        raise NotSendable("The list has not been read to its end yet.")
    with base.transaction():
        sending = sendings.lock(sent.sending.id)
        _as_it_stands(batch)
        if sending.state != State.KEPT:
            raise NotSendable(f"This list is {_said(sending)} already.")
        if batch.status == Status.WITHDRAWN and not _by_its_sender(batch, sending):
            raise NotSendable(
                "The council has taken back this very list. Correct it and send it "
                "again."
            )
        counts = imports.outcomes(batch.id)
        if not any(counts.get(outcome) for outcome in OF_USE):
            raise NotSendable(
                "No line of this list can be used. Put right what is said below and "
                "send it again."
            )
        if batch.status == Status.WITHDRAWN:
            batch.status = Status.MATCHED
        sending.batch_id, sending.counts = batch.id, counts
        sending.state, sending.confirmed_by, sending.confirmed_at = State.SENT, by, at
        audit.write(
            authority=sending.authority,
            at=at,
            by=by,
            action="list sent",
            subject=sending.subject,
            batch=batch.id,
            outcomes=counts,
        )


def take_back(sent: Sent, *, by: str, at: datetime) -> None:
    """Takes a list back before the council has applied it. Raises NotSendable."""
    with base.transaction():
        sending = sendings.lock(sent.sending.id)
        if sending.state == State.TAKEN_BACK:
            raise NotSendable("This list is taken back already.")
        batch = sent.batch
        if batch is None and sent.task is not None and not sent.task.ended:
            raise NotSendable("The list is still being read; take it back afterwards.")
        if batch is not None:
            _as_it_stands(batch)
            if batch.status == Status.APPLIED:
                raise NotSendable(
                    "The council has taken this list in, so only the council can take "
                    "it back. Ask the data team, and name the receipt."
                )
            if not sendings.others_of(batch.id, besides=sending.id):
                batch.status = Status.WITHDRAWN
            sending.batch_id = batch.id
        sending.state = State.TAKEN_BACK
        sending.taken_back_by, sending.taken_back_at = by, at
        audit.write(
            authority=sending.authority,
            at=at,
            by=by,
            action="list taken back",
            subject=sending.subject,
        )


def _as_it_stands(batch: ImportBatch) -> None:
    """Whoever applies it at this moment is waited for."""
    db.session.refresh(batch, with_for_update=True)


def _by_its_sender(batch: ImportBatch, sending: Sending) -> bool:
    """Whether it was an earlier sending of the same list that was taken back."""
    return sendings.was_taken_back(batch.id, besides=sending.id)


def _said(sending: Sending) -> str:
    return "sent" if sending.state == State.SENT else "taken back"
