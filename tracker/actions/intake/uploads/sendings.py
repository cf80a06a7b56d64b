"""Lists that a school or college sends itself: kept, checked, sent, taken back.

A worker receives and matches the file, as it does the council's own uploads, once the
sender has explained any unknown columns. The sender sees whether each line can be used,
judged without the records, and then sends the usable lines or takes the list back.
Whether the list counts is decided by the council alone.

See decisions 0045 and 0087.
"""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from werkzeug.utils import secure_filename

from tracker import confinement, feeds, store
from tracker.actions.act import Act
from tracker.actions.intake import waiting_files
from tracker.actions.intake.uploads import (
    file_names,
    sender_columns,
    sent_lines,
    which_list,
)
from tracker.actions.work import tasks
from tracker.domain.reference.institution import Institution
from tracker.extensions import db
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.recognition.tables import LEAST_HEADINGS
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch, Status
from tracker.store.intake.sendings import Kind, Sending, Sent, State
from tracker.store.intake.sent_lines import Alone
from tracker.wording.quotations import clipped

#: The columns that we add to the lines to be corrected; they need no explanation.
LINE, PROBLEM = "Line", "What to put right"

#: A list whose columns its sender did not explain is deleted after this time.
KEPT_FOR = timedelta(days=1)


class NotSendable(Refusal):
    """The request is refused; the text gives the reason to the user who made it.

    ``field`` names the field to correct.
    """


def feeds_of(institution: Institution) -> list[str]:
    """The feeds that an institution may send, the most usual first."""
    return feeds.registry.sent_by(institution.kind)


def keep(
    name: str,
    contents: BinaryIO,
    *,
    uploads: Path,
    institution: Institution,
    act: Act,
    as_at: date | None,
    complete: bool,
    of_choices: bool = False,
) -> Sending:
    """Keeps a file with these ``contents``, and has a worker receive it. If the sender
    has to explain its columns first, the sending keeps a ``path`` instead, and no feed
    while the sender has to choose which list it is.

    ``name`` is the sender's name for the file, ``as_at`` the day that it is about.
    ``of_choices``: its sender calls it a list of offers or of intended destinations, no
    list of those who are there. Only the latter can be ``complete``.
    Raises NotSendable, virus_scanner.NotClean and ScannerSilent, and then nothing of
    the file is kept.
    """
    if as_at is not None and as_at > act.on:
        raise NotSendable("The date of the list must be today or in the past.", "as_at")
    if complete and as_at is None:
        raise NotSendable("Enter the date of the list.", "as_at")
    name = file_names.kept(name, "list")
    folder: Path | None = None
    try:
        with store.database.base.transaction():
            sending = Sending(
                authority=act.authority,
                institution=institution.key,
                kind=Kind.LIST,
                state=State.KEPT,
                files=[name],
                as_at=as_at,
                complete=complete,
                made_by=act.by,
                made_at=act.at,
            )
            store.database.base.insert(sending)
            folder = uploads / f"sending-{sending.id}"
            file = _written(name, contents, folder)
            accepted = [
                each
                for each in which_list.to_choose_from(feeds_of(institution))
                if FEEDS[each].roll is not of_choices
            ]
            sending.feed, found = _looked_at(
                file, name, institution, act.authority, accepted
            )
            feed = sending.feed
            sending.complete = complete and (feed is None or FEEDS[feed].roll)
            if as_at is None and not (
                feed is not None and sender_columns.gives_day(feed, found)
            ):
                raise NotSendable(
                    f"{clipped(name)} gives no date of its own. Enter the date of the "
                    "list.",
                    "as_at",
                )
            # The sender can recognise their file by it.
            sending.sha256 = waiting_files.digest_of(file)
            sending.path = str(file)
            act.note(
                Action.LIST_KEPT,
                sending.subject,
                feed=feed or "not decided by its headings",
                institution=institution.key,
            )
    except BaseException:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    _hand_over_if_explained(sending, found, act=act)
    return sending


def choose(
    sending: Sending, feed: str, *, complete: bool, institution: Institution, act: Act
) -> None:
    """Records which of the lists of its ``institution`` a sending is, as its sender
    chose, and has a worker receive it if its columns are explained already.

    Raises NotSendable if the list no longer waits, cannot be read, or gives no day.
    """
    if feed not in feeds_of(institution):
        raise NotSendable("Select which list it is.", "which")
    # If the button is clicked twice, the second click may find that a worker has it.
    with store.database.base.transaction():
        waiting = store.intake.sendings.lock(sending.id)
        waiting.feed = feed
        waiting.complete = complete and FEEDS[feed].roll
        found = headings(waiting)
        if waiting.as_at is None and not sender_columns.gives_day(feed, found):
            raise NotSendable(
                "This list gives no date of its own. Do not send it, and choose the "
                "file again with the date of the list."
            )
        act.note(Action.LIST_CHOSEN, waiting.subject, feed=feed)
        _hand_over_if_explained(waiting, found, act=act)


def headings(sending: Sending) -> list[Seen]:
    """The headings of a list that waits for its columns, with their known meanings.

    Raises NotSendable if the list no longer waits.
    """
    file = Path(sending.path) if sending.path is not None else None
    if file is None or not file.is_file():
        raise NotSendable("The file is no longer here. Choose it again.")
    return _headings(sending.authority, sending.feed or "", sending.institution, file)


def explain(sending: Sending, means: Mapping[str, str], *, act: Act) -> None:
    """Records what the sender's columns mean, and has a worker receive the list. Words
    of the list, which can be read only once its columns are known, are explained next.

    Raises NotSendable, and refusal.Refusal for columns that cannot be right.
    """
    headings(sending)
    sender_columns.record_mapping(
        sending.feed or "", sending.institution, means, act=act
    )
    # If the button is clicked twice, the second click finds that a worker has the file.
    waiting = store.intake.sendings.lock(sending.id)
    _hand_over_if_explained(waiting, headings(waiting), act=act)


def _hand_over_if_explained(
    sending: Sending, found: Sequence[Seen], *, act: Act
) -> None:
    """Passes the file on unless its sender has to choose or explain something."""
    feed = sending.feed
    if feed is not None and not sender_columns.unexplained(
        sending.authority, feed, sending.institution, found
    ):
        _hand_over(sending, found, act=act)


def _hand_over(sending: Sending, found: Sequence[Seen], *, act: Act) -> None:
    """Passes the file on to a worker; from now on it belongs to the worker."""
    path, sending.path = sending.path, None
    tasks.request(
        "take in",
        act=act,
        subject=sending.subject,
        files=[path],
        feed=sending.feed,
        institution=sending.institution,
        as_at=sending.as_at.isoformat() if sending.as_at else None,
        complete=sending.complete,
        notes=sender_columns.left_out(sending.feed or "", found),
    )


def throw_away_old(*, at: datetime) -> int:
    """Deletes lists whose columns were not explained; returns how many.

    One whose file cannot be deleted is tried again in the next night.
    """
    old = store.intake.sendings.unexplained_before(
        at - KEPT_FOR, failed=at - waiting_files.KEPT_AFTER_FAILURE
    )
    count = 0
    for sending in old:
        with waiting_files.logged_if_left(sending.subject):
            waiting_files.forget([Path(sending.path or "")])
            with store.database.base.transaction():
                db.session.delete(sending)
            count += 1
    return count


def _written(name: str, contents: BinaryIO, folder: Path) -> Path:
    # A number that was used before a restore may have left something here.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    file = folder / (secure_filename(name) or "list")
    if not waiting_files.keep(contents, file):
        raise NotSendable(
            f"{clipped(name)} is empty. Save the list and choose it again.", "file"
        )
    return file


def _looked_at(
    file: Path,
    name: str,
    institution: Institution,
    authority: str,
    accepted: Sequence[str],
) -> tuple[str | None, list[Seen]]:
    """The feed that a file belongs to and its headings. Raises NotSendable.

    A file that looks like none of the feeds is one that is ``accepted``, or its sender
    has to choose (``which_list``).
    """
    with confinement.deadlines.within():
        try:
            return _looked_at_in_time(file, name, institution, authority, accepted)
        except Unreadable as refused:
            raise NotSendable(str(refused), "file") from refused


def _looked_at_in_time(
    file: Path,
    name: str,
    institution: Institution,
    authority: str,
    accepted: Sequence[str],
) -> tuple[str | None, list[Seen]]:
    own = waiting_files.opened([file])
    feed = feeds.confined.recognise(own)
    if feed is not None and feed not in feeds_of(institution):
        alike = _alike(feed, accepted)
        seen = _headings(authority, alike, institution.key, file) if alike else []
        if alike is not None and len(seen) >= LEAST_HEADINGS:
            return alike, seen
        raise NotSendable(
            f"{clipped(name)} looks like {FEEDS[feed].noun}, which you cannot send "
            "here. Send your enrolment list.",
            "file",
        )
    if feed is None and (unread := feeds.confined.reason_not_read(own)) is not None:
        raise NotSendable(unread, "file")
    if feed is not None:
        return feed, _headings(authority, feed, institution.key, file)
    found = {
        each: _headings(authority, each, institution.key, file)
        for each in which_list.to_choose_from(feeds_of(institution))
    }
    if max(len(found[each]) for each in accepted) < LEAST_HEADINGS:
        raise NotSendable(_not_read(name, accepted[0]), "file")
    feed = which_list.decided(authority, institution.key, accepted, found)
    return feed, found[feed] if feed is not None else []


def _alike(feed: str, accepted: Sequence[str]) -> str | None:
    """The feed of ``accepted`` that comes in by the same gateway as another: a table in
    the headings of a college's record may be its enrolment list.
    """
    same = (it for it in accepted if FEEDS[it].gateway == FEEDS[feed].gateway)
    return next(same, None)


def _not_read(name: str, feed: str) -> str:
    """The sentence about a file without enough headings for a feed."""
    *_, needed = FEEDS[feed].signature.needs
    titles = {each.name: each.title for each in FEEDS[feed].signature.columns}
    last = " or ".join(titles[each] for each in needed[:2])
    return (
        f"{clipped(name)} cannot be read as {FEEDS[feed].noun}. It should be a CSV or "
        "Excel file with a row of headings and at least a surname, a date of birth (or "
        f"ULN or UPN) and {last}; our template has them all."
    )


def _headings(authority: str, feed: str, key: str, file: Path) -> list[Seen]:
    """The headings of a file without those that we added. Raises NotSendable."""
    try:
        found = sender_columns.headings(
            authority, feed, key, waiting_files.opened([file])
        )
    except Unreadable as refused:
        raise NotSendable(str(refused), "file") from refused
    return [each for each in found if each.means or each.heading not in (LINE, PROBLEM)]


def send(sent: Sent, *, act: Act) -> None:
    """Sends the usable lines to the council. Raises NotSendable."""
    batch = sent.batch
    if batch is None or not sent.is_read:
        raise NotSendable("The list has not been fully read yet.")
    with store.database.base.transaction():
        sending = store.intake.sendings.lock(sent.sending.id)
        _as_it_stands(batch)
        if sending.state != State.KEPT:
            ending = "sent" if sending.state == State.SENT else "taken back"
            raise NotSendable(f"This list has already been {ending}.")
        # Its sender may have taken an earlier sending of the same list back.
        is_withdrawn = batch.status == Status.WITHDRAWN
        if is_withdrawn and not store.intake.sendings.was_withdrawn(
            batch.id, besides=sending.id
        ):
            raise NotSendable(
                "The council has taken back this list. Correct it and send it again."
            )
        counts = sent_lines.of(batch).counts()
        if not counts.get(Alone.USABLE):
            raise NotSendable(
                "None of the lines can be used. Correct what is listed below and "
                "send it again."
            )
        if is_withdrawn:
            batch.status = Status.MATCHED
        sending.batch_id, sending.counts = batch.id, counts
        sending.state = State.SENT
        sending.confirmed_by, sending.confirmed_at = act.by, act.at
        act.note(Action.LIST_SENT, sending.subject, batch=batch.id, lines=counts)


def take_back(sent: Sent, *, act: Act) -> None:
    """Takes a list back before the council has applied it. Raises NotSendable."""
    with store.database.base.transaction():
        sending = store.intake.sendings.lock(sent.sending.id)
        if sending.state == State.TAKEN_BACK:
            raise NotSendable("This list has already been taken back.")
        batch = sent.batch
        if sent.task is not None and not sent.task.ended:
            raise NotSendable("The list is still being read. Take it back afterwards.")
        if batch is not None:
            _as_it_stands(batch)
            if batch.status == Status.APPLIED:
                raise NotSendable(
                    "The council has taken in this list, so only the council can take "
                    "it back. Ask the data team, quoting the receipt number."
                )
            if not store.intake.sendings.others_of(batch.id, besides=sending.id):
                batch.status = Status.WITHDRAWN
            sending.batch_id = batch.id
        if sending.path is not None:
            waiting_files.forget([Path(sending.path)])
            sending.path = None
        sending.state = State.TAKEN_BACK
        sending.taken_back_by, sending.taken_back_at = act.by, act.at
        act.note(Action.LIST_WITHDRAWN, sending.subject)


def _as_it_stands(batch: ImportBatch) -> None:
    """Reads the batch again, after waiting for a user who applies it at this moment."""
    db.session.refresh(batch, with_for_update=True)
