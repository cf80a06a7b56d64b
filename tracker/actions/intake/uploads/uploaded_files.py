"""Files that the data team uploads on a page: kept, explained, passed to a worker."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from tracker import feeds, store
from tracker.access import Scope, authority_scope
from tracker.actions import intake
from tracker.actions.act import Act
from tracker.actions.intake import load, waiting_files, way_in
from tracker.actions.intake.moving_in import own_numbers
from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.answers import (
    Answers,
    check,
    check_database,
    entered,
    name_of_system,
)
from tracker.actions.intake.questions.open_questions import Kind, Question
from tracker.actions.intake.uploads import file_groups, saved_files, sender_columns
from tracker.actions.intake.uploads.saved_files import NotTaken
from tracker.actions.work import tasks
from tracker.domain.reference.institution import InstitutionRef
from tracker.encryption import NotOpened
from tracker.extensions import db
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import TooMuch, Unreadable
from tracker.feeds.reading.open_files import OpenFiles
from tracker.feeds.registry import FEEDS
from tracker.store.intake.uploads import Upload
from tracker.store.work.tasks import Task

#: A file about which a user enters nothing more is deleted after this time.
KEPT_FOR = timedelta(days=1)
#: A file that no upload names may still be arriving, but not for this long.
LEFT_BEHIND_AFTER = timedelta(hours=1)
GONE = "The file is no longer here. Send it again."


class NoneTaken(NotTaken):
    """None of several files could be looked at; each has its sentence."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(sentences[0], "files")
        # A field shows one sentence; the others are the form's.
        first, *others = sentences
        self.problems = (("files", first), *(("", each) for each in others))


class NotAnswered(NotTaken):
    """Open questions about the files have to be answered first."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(questions[0].sentence, FIELDS[questions[0].kind])
        self.problems = tuple((FIELDS[q.kind], q.sentence) for q in questions)


def keep(
    sent: Sequence[tuple[str, BinaryIO]],
    *,
    folder: Path,
    act: Act,
    refuse: Callable[[str], None] | None = None,
) -> list[Upload]:
    """Keeps files, given as (name, contents): one upload for all that belong together.

    ``refuse`` takes the sentence about each file that takes too long to look at while
    others are kept. Raises NotTaken, virus_scanner.NotClean and ScannerSilent, and then
    none of the files is kept.
    """
    if not sent:
        raise NotTaken("Select at least one file.", "files")
    kept: list[Path] = []
    try:
        for name, contents in sent:
            kept.append(saved_files.saved(name, contents, folder))
        together, slow = file_groups.together(kept)
        if not together:
            raise NoneTaken(list(slow.values()))
        with store.database.base.transaction():
            made = [
                Upload(
                    authority=act.authority,
                    files=[str(each) for each in paths],
                    feed=feed,
                    complete=False,
                    sent_by=act.by,
                    sent_at=act.at,
                )
                for feed, paths in together
            ]
            db.session.add_all(made)
    except BaseException as error:
        waiting_files.forget(kept)
        if isinstance(error, Unreadable):
            raise NotTaken(str(error), "files") from error
        raise
    waiting_files.forget(list(slow))
    for sentence in slow.values():
        if refuse is not None:
            refuse(sentence)
    return made


def is_plain(upload: Upload) -> bool:
    """Whether there is no question: the file shows what it is and who sent it."""
    feed = FEEDS.get(upload.feed or "")
    if feed is None or not feed.own_headings:
        return feed is not None
    try:
        if way_in.is_of_department(feed):
            # What its lists have beside what is needed, it has always had.
            key = way_in.DEPARTMENT
            return not sender_columns.missing(feed.name, headings(upload, key))
        if way_in.is_of_own_team(feed):
            return not file_groups.strange(feed.name, paths(upload))
        return not feeds.confined.seen(paths(upload), feed.name)
    except (TooMuch, waiting_files.NotAtHand, NotOpened):
        # Other files took the time, or it does not open; the page about this one looks
        # at it again.
        return False


def paths(upload: Upload) -> OpenFiles:
    """The upload's files, to be read. Raises NotTaken if they are gone."""
    found = [Path(each) for each in upload.files]
    if not all(each.is_file() for each in found):
        raise NotTaken(GONE)
    return waiting_files.opened(found)


def say_of(
    upload: Upload,
    *,
    feed: str,
    institution: str | None,
    as_at: date | None,
    complete: bool,
    new_sender: str | None = None,
    other_authorities: bool = False,
    database: str | None = None,
    on: date,
) -> None:
    """Stores what a user enters about an upload, if the files can be read as that feed.

    Raises NotTaken, and NotAnswered for the questions that are still open.
    """
    if (wrong := open_questions.to_come(as_at, on)) is not None:
        raise NotTaken(wrong, "as_at")
    try:
        seen = feeds.confined.seen(paths(upload), feed)
    except Unreadable as refused:
        raise NotTaken(str(refused), "feed") from refused
    if seen and institution is None and _has_to_be_named(FEEDS[feed], seen):
        raise NotTaken(f"Enter which {_senders_of(feed)} sent it.", "institution")
    if complete and as_at is None:
        raise NotTaken(
            "Enter the day on which it lists everybody who was there.", "as_at"
        )
    with store.database.base.transaction():
        if upload.feed != feed:
            upload.questions = []
        upload.feed, upload.institution = feed, institution
        upload.as_at = as_at.isoformat() if as_at else None
        upload.complete = complete
        upload.new_sender = (new_sender or "").strip() or None
        if load.has_name_alone(FEEDS[feed]):
            upload.new_sender = name_of_system(
                _sender(upload), upload.new_sender, upload.authority
            )
        upload.other_authorities = other_authorities
        upload.database = (database or "").strip() or None
    _must_be_answered(upload, seen)


def _has_to_be_named(feed: Feed, seen: Sequence[feeds.seen_headings.Seen]) -> bool:
    """Whether the sender of a file is needed: its headings are remembered for it."""
    if way_in.is_of_own_team(feed):
        return file_groups.any_strange(feed.name, seen)
    return not way_in.is_of_department(feed)


def _senders_of(feed: str) -> str:
    """Who sends files of a feed, for a sentence."""
    if way_in.is_of_own_team(FEEDS[feed]):
        return "team of the council"
    if own_numbers.is_of_earlier_system(FEEDS[feed]):
        return "earlier system"
    if way_in.is_of_service(FEEDS[feed]):
        return "support service"
    return "council" if FEEDS[feed].from_authorities else "school, college or provider"


#: The field of the form that asks each question.
FIELDS = {
    Kind.DAY: "as_at",
    Kind.INSTITUTION: "sender",
    Kind.SENDER: "new_sender",
    Kind.AUTHORITIES: "other_authorities",
    Kind.DATABASE: "database",
}


def _must_be_answered(upload: Upload, seen: Sequence[feeds.seen_headings.Seen]) -> None:
    """Raises NotAnswered if questions about it are open, and NotTaken for an answer
    that cannot be right.
    """
    sender = _sender(upload)
    answers = _answers(upload)
    try:
        check_database(answers)
    except intake.questions.answers.WrongAnswer as wrong:
        raise NotTaken(str(wrong), "database") from wrong
    if sender is not None or answers.new_senders:
        try:
            check(answers, sender=sender, authority=upload.authority)
        except intake.questions.answers.WrongAnswer as wrong:
            # A file without a given sender may still name one by its number.
            if sender is not None or seen:
                raise NotTaken(str(wrong), "new_sender") from wrong
    if still_open := questions(upload, seen):
        raise NotAnswered(still_open)


def questions(
    upload: Upload, seen: Sequence[feeds.seen_headings.Seen] | None = None
) -> list[Question]:
    """The open questions about an upload: from what is known, or found by a worker."""
    if upload.feed is None:
        return []
    if seen is None:
        seen = feeds.confined.seen(paths(upload), upload.feed)
    found = open_questions.of_file(
        [each.name for each in paths(upload)],
        authority=upload.authority,
        gives_day=sender_columns.gives_day(upload.feed, seen),
        sender=_sender(upload),
    )
    known = {each.kind for each in found}
    if upload.institution is not None:
        # For a sender that was chosen later, its own number raises the question.
        known |= {Kind.SENDER, Kind.INSTITUTION}
    earlier = [Question(Kind(kind), sentence) for kind, sentence in upload.questions]
    found += [each for each in earlier if each.kind not in known]
    as_at = store.database.base.on_or_none(upload.as_at)
    return open_questions.open_of(found, _answers(upload), as_at=as_at)


def _sender(upload: Upload) -> InstitutionRef | None:
    """The sender that the user entered; None for a file that needs none, or has none
    yet.
    """
    feed = FEEDS.get(upload.feed or "")
    if feed is None or upload.institution is None:
        return None
    return load.sender_of(feed, upload.institution, upload.authority)


def _answers(upload: Upload) -> Answers:
    return entered(
        upload.new_sender,
        other_authorities=upload.other_authorities,
        database=upload.database,
    )


def key_of(upload: Upload) -> str:
    """The key under which the headings of its sender are remembered; "" without one."""
    if upload.feed is None:
        return ""
    key = load.sender_key(_sender(upload))
    return way_in.key_of(FEEDS[upload.feed], key) or ""


def headings(upload: Upload, key: str | None) -> list[feeds.seen_headings.Seen]:
    """The headings of an upload, with the meanings recorded for their sender.

    Raises NotTaken.
    """
    try:
        return sender_columns.headings(
            upload.authority, upload.feed or "", key, paths(upload)
        )
    except Unreadable as refused:
        raise NotTaken(str(refused)) from refused


def hand_over(
    upload: Upload, found: Sequence[feeds.seen_headings.Seen], *, act: Act
) -> Task:
    """Has a worker receive the files, which from now on belong to the worker.

    If the button is clicked twice, the second click gets the task of the first. Raises
    NotTaken if the files were deleted in the meantime.
    """
    number, scope = upload.id, authority_scope(upload.authority)
    if (waiting := store.intake.uploads.lock(number)) is None:
        begun = begun_with(number, within=scope)
        if begun is None:
            raise NotTaken(GONE)
        return begun
    db.session.delete(waiting)
    return tasks.request(
        "take in",
        act=act,
        subject=f"upload {number}",
        files=waiting.files,
        feed=waiting.feed,
        institution=waiting.institution,
        as_at=waiting.as_at,
        complete=waiting.complete,
        new_sender=waiting.new_sender,
        other_authorities=waiting.other_authorities,
        database=waiting.database,
        notes=sender_columns.left_out(waiting.feed or "", found),
        preview=True,
    )


def begun_with(number: int, *, within: Scope) -> Task | None:
    """The task of an upload that has already been passed on; None if there is none."""
    return store.work.tasks.newest(f"upload {number}", within=within, kind="take in")


def throw_away(upload: Upload) -> None:
    """Deletes the files of an upload that are not wanted after all."""
    waiting_files.forget([Path(each) for each in upload.files])
    with store.database.base.transaction():
        db.session.delete(upload)


def throw_away_old(*, at: datetime) -> int:
    """Deletes uploads that were left unused for too long; returns how many.

    One whose files cannot be deleted is tried again in the next night.
    """
    old = store.intake.uploads.sent_before(
        at - KEPT_FOR, failed=at - waiting_files.KEPT_AFTER_FAILURE
    )
    count = 0
    for upload in old:
        with waiting_files.logged_if_left(f"upload {upload.id}"):
            throw_away(upload)
            count += 1
    return count


def _in_use(at: datetime) -> set[str]:
    return store.intake.uploads.in_use(failed_since=at - KEPT_FOR)


def sweep(folder: Path, *, at: datetime) -> int:
    """Deletes files in the folder of uploads that belong to no upload or task. They are
    left by a process killed while it saved a file, and by work that was given up.
    Returns how many.
    """
    if not folder.is_dir():
        return 0
    used = {Path(each).resolve() for each in _in_use(at)}
    count = 0
    for own in sorted(folder.iterdir()):
        with waiting_files.logged_if_left("what lies in the folder of uploads"):
            held = [own, *own.rglob("*")]
            newest = max(each.lstat().st_mtime for each in held)
            if at.timestamp() - newest < LEFT_BEHIND_AFTER.total_seconds():
                continue
            if used.isdisjoint(each.resolve() for each in held):
                if own.is_dir() and not own.is_symlink():
                    shutil.rmtree(own)
                else:
                    own.unlink(missing_ok=True)
                count += 1
    return count
