"""Receiving a file: every line, good or bad, is stored before anything is decided.

See decisions 0023 and 0084.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from tracker import store
from tracker.actions.act import Act
from tracker.actions.intake import interpret, way_in
from tracker.actions.intake.interpret import Meanings
from tracker.actions.intake.matching.match import decisions_of
from tracker.actions.intake.moving_in import own_numbers
from tracker.actions.intake.questions import door, file_date, open_questions
from tracker.actions.intake.questions.answers import (
    NO_ANSWERS,
    Answers,
    check,
    check_database,
)
from tracker.actions.intake.questions.open_questions import Question, Unanswered
from tracker.actions.intake.questions.row_facts import RowsSay
from tracker.actions.work.tasks import Say, silent
from tracker.confinement import readings
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.census.keeping import KEPT_LESS
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.reading.open_files import files_below, opened
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch, Outcome, Status
from tracker.wording.counts import counted

#: Progress is reported after this many lines or people.
TOLD_EVERY = 1_000


class AlreadyLoaded(Refusal):
    """The same bytes came before, as ``batch``, with the same statements about them."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__(f"The same file has already been loaded, as batch {batch.id}.")
        self.batch = batch


def receive(
    feed: Feed,
    paths: Sequence[Path],
    *,
    act: Act,
    institution: InstitutionRef | None,
    as_at: date | None,
    complete: bool,
    answers: Answers = NO_ANSWERS,
    notes: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
    mapped_at: datetime | None = None,
    meanings: Meanings | None = None,
    at_own_door: bool = False,
    say: Say = silent,
) -> ImportBatch:
    """Stores every line of the files as one new batch.

    ``as_at`` is the day the user gave for the file; without it, the file's own day
    counts. ``answers`` are the answers to what else may be unknown about it. ``notes``
    are stored with those that the reading makes; ``aliases`` are the sender's own
    headings, as they have been since ``mapped_at``. Only a roll can be ``complete``,
    and a list whose absence means something. ``meanings``, if given, is filled with the
    meaning of each line. ``at_own_door``: the door of a feed that has one of its own
    has checked the file. Raises AlreadyLoaded, Unreadable, way_in.NotAgreed,
    open_questions.Unanswered and answers.WrongAnswer; then nothing is stored.
    """
    _check_door(feed, paths, answers, at_own_door)
    complete = complete and bool(feed.roll or feed.while_listed)
    paths = opened(paths)
    sha256, earlier = digests_of(paths)
    with store.database.base.transaction(), ExitStack() as at_the_end:
        for batch in store.intake.import_batches.same_bytes(
            act.authority, feed.name, sha256, earlier
        ):
            if _says_the_same(batch, as_at, institution, complete, mapped_at):
                raise AlreadyLoaded(batch)
        reading, own_day = file_date.opened(
            feed,
            paths,
            authority=act.authority,
            institution=institution,
            as_at=as_at,
            complete=complete,
            at=act.at,
            aliases=aliases,
        )
        at_the_end.callback(readings.end, reading.rows)
        sender = institution or reading.institution
        way_in.let_in(feed, sender, reading, act)
        names = [path.name for path in paths]
        left_open = _left_open(
            feed, reading, names, (as_at, own_day), sender, answers, act
        )
        context = interpret.with_register(
            Context(
                act.authority,
                as_at=_day_of(left_open, reading, act),
                institution=sender,
                complete=complete,
                database=own_numbers.of_file(
                    feed, act.authority, left_open.answers.database
                ),
            )
        )
        batch = ImportBatch(
            authority=act.authority,
            feed=feed.name,
            files=names,
            sha256=sha256,
            layout=reading.layout,
            sender=ref_as_json(sender),
            as_at=context.as_at,
            complete=complete,
            status=Status.RECEIVED,
            received_at=act.at,
            received_by=act.by,
        )
        store.database.base.insert(batch)
        watch = door.Watch(feed, context) if feed.from_institutions else None
        seeing = (watch, left_open.rows_say)
        rows = _not_empty(reading, paths[0])
        staged = _staged(feed, rows, context, meanings, seeing, say)
        if watch is None:
            batch.rows = store.intake.import_batches.stage(
                batch.id, act.authority, staged, sealed_cells=feed.sealed_cells
            )
        else:
            batch.rows = store.intake.quarantine.take(staged)
        left_open.read_to_the_end(batch)
        held = _held(batch, watch, act)
        if meanings is not None:
            meanings.belong_to(batch)
        batch.notes = [
            *notes,
            *_counted_all(reading.notes, held, act.by, act.authority),
            *left_open.rows_say.notes(),
        ]
        act.note(
            Action.IMPORT_RECEIVED, f"batch {batch.id}", feed=feed.name, rows=batch.rows
        )
        left_open.settle(batch, act)
    return batch


@dataclass(slots=True)
class _LeftOpen:
    """What a file leaves open, with the answers; ``what`` names it in a question.

    The questions of its head are known at once, and those of its rows at their end.
    """

    what: str
    questions: list[Question]
    answers: Answers
    day: date | None
    rows_say: RowsSay

    def still_open(self, questions: Sequence[Question]) -> list[Question]:
        return open_questions.open_of(questions, self.answers, as_at=self.day)

    def read_to_the_end(self, batch: ImportBatch) -> None:
        """Adds the questions of the rows. Raises Unanswered for one that is open."""
        if self.rows_say.name_the_sender:
            batch.sender = ref_as_json(self.rows_say.sender)
            self.answers = self.rows_say.checked(self.answers)
        more = self.rows_say.questions(self.what)
        if still_open := self.still_open(more):
            raise Unanswered(still_open)
        self.questions += more

    def settle(self, batch: ImportBatch, act: Act) -> None:
        open_questions.settle(
            batch, self.questions, self.answers, as_at=self.day, act=act
        )


def _left_open(
    feed: Feed,
    reading: Reading,
    names: Sequence[str],
    days: tuple[date | None, date | None],
    sender: InstitutionRef | None,
    answers: Answers,
    act: Act,
) -> _LeftOpen:
    """What the head of a file leaves open; ``days`` are the given one and its own."""
    as_at, own_day = days
    questions = open_questions.of_file(
        names,
        authority=act.authority,
        gives_day=own_day is not None,
        sender=sender,
        named=reading.authorities or (),
    )
    rows_say = RowsSay(
        feed,
        act.authority,
        sender=sender,
        header=reading.authorities,
        questions=questions,
    )
    if not rows_say.name_the_sender:
        answers = check(answers, sender=sender, authority=act.authority)
    what = open_questions.together(names)
    return _LeftOpen(what, [*questions], answers, as_at or own_day, rows_say)


def _day_of(left_open: _LeftOpen, reading: Reading, act: Act) -> date:
    """The day of a file. Raises Unanswered where it or anything else is open."""
    still_open = left_open.still_open(left_open.questions)
    if not still_open and left_open.day is not None:
        return left_open.day
    # For what the rows reveal about the file, today is near enough to its day.
    left_open.rows_say.see_all(reading.rows, Context(act.authority, as_at=act.on))
    still_open += left_open.still_open(left_open.rows_say.questions(left_open.what))
    raise Unanswered(still_open)


def _held(batch: ImportBatch, watch: door.Watch | None, act: Act) -> int:
    """How many lines of an institution's file were narrowed at the door, as audited."""
    if watch is None:
        return 0
    held = door.close(batch, watch, lambda lines: decisions_of(batch, lines, {}))
    if held:
        act.note(Action.RESTRICTED_LINES_NARROWED, f"batch {batch.id}", lines=held)
    return held


def _check_door(
    feed: Feed, paths: Sequence[Path], answers: Answers, at_own_door: bool
) -> None:
    """Raises Unreadable for a file of a feed that has a door of its own, elsewhere."""
    if feed.own_door and not at_own_door:
        raise Unreadable(
            f"{', '.join(path.name for path in paths)} is not loaded here: "
            f"{feed.noun} is loaded {feed.own_door}."
        )
    check_database(answers)


def _not_empty(reading: Reading, file: Path) -> Iterator[RawRow]:
    """The rows of a file. Raises Unreadable if there are none and no note says why."""
    rows = iter(reading.rows)
    first = next(rows, None)
    if first is not None:
        return chain((first,), rows)
    if not reading.notes:
        raise Unreadable(f"{file.name} has headings but no rows.")
    return iter(())


def _counted_all(notes: Sequence[str], held: int, by: str, authority: str) -> list[str]:
    """The notes of a reading, with the number of lines narrowed in all.

    The reading itself counts only those with a No in the file. A user of an institution
    does not see the total, because it depends on what the council knows.
    """
    if not held or store.intake.sendings.is_sender(by, authority=authority):
        return list(notes)
    others = (note for note in notes if not note.startswith(KEPT_LESS))
    return [*others, f"{KEPT_LESS} {held}."]


def _says_the_same(
    batch: ImportBatch,
    as_at: date | None,
    institution: InstitutionRef | None,
    complete: bool,
    mapped_at: datetime | None,
) -> bool:
    """Whether this statement about a file was made about the same bytes before.

    The same list with a later day confirms it again, and a list that was loaded with
    the wrong day or sender can be loaded again with the right one. A file without a
    statement of its day, sender or completeness brings nothing new, unless its columns
    were explained otherwise since: then its rows are others.
    """
    return (
        (mapped_at is None or mapped_at <= batch.received_at)
        and as_at in (None, batch.as_at)
        and (institution is None or _same(institution, batch.sender))
        and (batch.complete or not complete)
    )


def _same(institution: InstitutionRef, sender: dict[str, str] | None) -> bool:
    if sender is None:
        return False
    named = InstitutionRef(**sender)
    one, other = map(
        store.institutions.register.directory().resolve, (institution, named)
    )
    if one is None or other is None:
        return institution == named
    return one.key == other.key


def _staged(
    feed: Feed,
    rows: Iterator[RawRow],
    context: Context,
    meanings: Meanings | None,
    seeing: tuple[door.Watch | None, RowsSay],
    say: Say,
) -> Iterator[tuple[Any, ...]]:
    watch, rows_say = seeing
    for count, row in enumerate(rows):
        if count % TOLD_EVERY == 0:
            say(f"Reading the file: {counted(count, 'line')} so far.", count)
        meaning = feed.interpret(row.values, row.restricted, row.line, context)
        if meanings is not None:
            meanings.add(row, meaning)
        if watch is not None:
            watch.see(count, row, meaning)
        rows_say.see(row, meaning)
        yield (
            row.file,
            row.line,
            row.values,
            row.restricted,
            [asdict(problem) for problem in meaning.problems],
            None if meaning.usable else Outcome.INVALID.value,
        )


def digests_of(paths: Sequence[Path]) -> tuple[str, str]:
    """The SHA-256 of all bytes of the files, and as earlier versions stored it.

    Of one file it is the file's own, which its sender can compare. For a folder it is
    of the files read from it. Raises Unreadable for a file that does not exist or
    cannot be read.
    """
    seen, between = hashlib.sha256(), b""
    files = opened(paths)
    for path in files:
        for part in _parts(path):
            seen.update(between)
            between = _BETWEEN_FILES
            try:
                with files.open(part) as file:
                    while block := file.read(1 << 20):
                        seen.update(block)
            except OSError as error:
                raise Unreadable(
                    f"{part.name} cannot be read: {error.strerror}."
                ) from error
    sha256 = seen.hexdigest()
    seen.update(between)
    return sha256, seen.hexdigest()


_BETWEEN_FILES = b"\0"


def _parts(path: Path) -> list[Path]:
    """The files that a path stands for, as ``feeds.reading.open_files`` takes them.

    A device or a pipe never ends, so it is not opened at all. Raises Unreadable.
    """
    try:
        if path.is_dir():
            return files_below(path)
        if path.is_file():
            return [path]
        there = path.exists()
    except OSError as error:
        name = path.name if len(path.name) <= 80 else f"{path.name[:80]}..."
        raise Unreadable(f"{name} cannot be read: {error.strerror}.") from error
    if there:
        raise Unreadable(f"{path} is neither a file nor a folder.")
    raise Unreadable(f"There is no file {path}.")


def ref_as_json(ref: InstitutionRef | None) -> dict[str, str] | None:
    """The sender as a batch stores it."""
    if ref is None:
        return None
    return {name: value for name, value in asdict(ref).items() if value is not None}
