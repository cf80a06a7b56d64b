"""Many months of an earlier system, loaded one after another in their own order.

What the files are called does not matter: each gives its month. See decision 0228.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from tracker import confinement, feeds, store
from tracker.actions.act import Act
from tracker.actions.intake import load, receive, waiting_files
from tracker.actions.intake.questions.answers import NO_ANSWERS, Answers
from tracker.actions.intake.questions.open_questions import Unanswered
from tracker.actions.intake.uploads import file_names
from tracker.actions.work.tasks import Say, silent
from tracker.confinement import readings
from tracker.domain.reference.academic_year import Period, say_date
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.nccis.columns import NAME
from tracker.feeds.reading.open_files import OpenFiles, files_below, opened
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.wording.counts import counted

Confirm = Callable[[list[str]], bool]


class NotInOrder(Refusal):
    """The months cannot be loaded as they are: one is doubled or has no month."""


class Stopped(Refusal):
    """A month was refused; those before it are loaded."""


@dataclass(frozen=True, slots=True)
class MonthFile:
    """The file of one month."""

    period: Period
    path: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """The months to load, the earliest first, and those that are missing between them
    and the months that are loaded already.

    ``doubled`` are those that are loaded already from another file, each in words.
    """

    months: tuple[MonthFile, ...]
    missing: tuple[Period, ...] = ()
    doubled: tuple[str, ...] = ()

    @property
    def alarm(self) -> str:
        """What is unusual in sentences, "" where nothing is."""
        found = [
            f"{each} is loaded already from another file." for each in self.doubled
        ]
        if self.missing:
            found.insert(
                0,
                f"There is no file of {in_words(self.missing)}, among these or loaded "
                "before.",
            )
        return " ".join(found)


@dataclass(slots=True)
class LoadedMonth:
    """A month that was loaded, or had been before."""

    period: Period
    batch: int
    rows: int
    applied: bool
    already: bool


@dataclass(slots=True)
class Result:
    """What was loaded, and the month at which the loading stopped for a question."""

    months: list[LoadedMonth] = field(default_factory=list)
    stopped_at: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "months": [
                {
                    "period": it.period.iso,
                    "batch": it.batch,
                    "rows": it.rows,
                    "applied": it.applied,
                    "already_loaded": it.already,
                }
                for it in self.months
            ],
            "stopped_at": self.stopped_at,
        }


def unpacked(paths: Sequence[Path], *, folder: Path) -> tuple[OpenFiles, list[Path]]:
    """The files at these paths, with those of folders and archives, each by itself.

    What is unpacked waits encrypted in ``folder``; the second list has it, for the
    caller to delete. Raises Unreadable.
    """
    place = opened(paths).place
    plain: list[Path] = []
    for path in paths:
        plain += files_below(path) if path.is_dir() else [path]
    files, made = OpenFiles(plain, place), list[Path]()
    kept: list[Path] = []
    try:
        for path in files:
            pieces = feeds.unpacked.files_in(path, files)
            if pieces is None:
                kept.append(path)
            else:
                made += _kept(pieces, folder)
    except BaseException:
        waiting_files.forget(made)
        raise
    # A file that does not wait is read as it is: it is not encrypted.
    return waiting_files.opened([*kept, *made]), made


def _kept(pieces: Iterator[tuple[str, bytes]], folder: Path) -> Iterator[Path]:
    """Keeps each file of an archive; one that is too large for memory is refused."""
    name, whole = "", bytearray()
    for next_name, piece in pieces:
        if name and next_name != name:
            yield _keep_one(name, bytes(whole), folder)
            whole = bytearray()
        name = next_name
        whole += piece
    if name:
        yield _keep_one(name, bytes(whole), folder)


def _keep_one(name: str, content: bytes, folder: Path) -> Path:
    own = folder / secrets.token_hex(8)
    own.mkdir(parents=True, mode=0o700)
    file = own / file_names.kept(name.replace("\\", "/").rpartition("/")[2])
    waiting_files.keep(BytesIO(content), file)
    return file


def plan(files: OpenFiles, *, authority: str) -> Plan:
    """The months of these files in order. Nothing is stored.

    Raises NotInOrder for a month that two files have and for a file without a month,
    and Unreadable for a file that is no NCCIS file.
    """
    months = sorted(
        (MonthFile(_month(path, files, authority), path) for path in files),
        key=lambda each: (each.period.end, each.path.name),
    )
    if not months:
        raise NotInOrder("There is no file to load.")
    doubled = [(one, two) for one, two in pairwise(months) if one.period == two.period]
    if doubled:
        pairs = "; ".join(
            f"{one.period.label}: {one.path.name} and {two.path.name}"
            for one, two in doubled
        )
        raise NotInOrder(
            f"There are two files of one month. {pairs}. Load only one of them."
        )
    return Plan(
        tuple(months),
        _missing([it.period for it in months], authority),
        tuple(_doubled(months, files, authority)),
    )


def _doubled(
    months: Sequence[MonthFile], files: OpenFiles, authority: str
) -> Iterator[str]:
    """The months that another file was loaded for before, with its batch and name."""
    loaded = store.intake.batch_pages.applied_of(authority, NAME)
    for each in months:
        before = [it for it in loaded if Period.of(it.as_at) == each.period]
        if not before:
            continue
        sha256, _ = receive.digests_of(OpenFiles([each.path], files.place))
        if sha256 not in {it.sha256 for it in before}:
            other = before[-1]
            yield f"{each.period.label} (batch {other.id}, {', '.join(other.files)})"


def not_a_month_end(name: str, day: date) -> str:
    """The sentence about a file whose day is not the last of a month."""
    return (
        f"The PeriodEnd of {name} is {say_date(day)}, which is not the last day of a "
        f"month. A return is as at {say_date(Period.of(day).end)} or another month's "
        "end; ask for the file of a whole month."
    )


def _month(path: Path, files: OpenFiles, authority: str) -> Period:
    """The month that a file gives. Raises Unreadable and NotInOrder."""
    context = Context(authority, as_at=Period(2000, 1).end)
    alone = OpenFiles([path], files.place)
    reading = feeds.confined.read(FEEDS[NAME], alone, context)
    readings.end(reading.rows)
    if reading.as_at is None:
        raise NotInOrder(
            f"{path.name} does not give its month. Load it by itself, with its day."
        )
    period = Period.of(reading.as_at)
    if reading.as_at != period.end:
        raise NotInOrder(not_a_month_end(path.name, reading.as_at))
    return period


def _missing(given: Sequence[Period], authority: str) -> tuple[Period, ...]:
    """The months that are neither given nor loaded, from the first to the last given,
    and from the last one loaded before these.
    """
    loaded = {
        Period.of(batch.as_at)
        for batch in store.intake.batch_pages.applied_of(authority, NAME)
    }
    earlier = [each for each in loaded if each.end < given[0].end]
    first = max(earlier, key=lambda each: each.end, default=given[0])
    found, each = [], first
    while each.end < given[-1].end:
        if each not in given and each not in loaded:
            found.append(each)
        each = each.next
    return tuple(found)


def in_words(months: Sequence[Period]) -> str:
    """Months as a sentence names them, those that follow each other as one span."""
    spans: list[list[Period]] = []
    for each in months:
        if spans and spans[-1][-1].next == each:
            spans[-1].append(each)
        else:
            spans.append([each])
    words = [
        span[0].label if len(span) == 1 else f"{span[0].label} to {span[-1].label}"
        for span in spans
    ]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def load_in_order(
    planned: Plan,
    files: OpenFiles,
    *,
    act: Act,
    confirm: Confirm,
    answers: Answers = NO_ANSWERS,
    say: Say = silent,
) -> Result:
    """Loads the months of a plan one after another, each as a batch of its own.

    A month that is loaded already is passed over, so that a second call goes on where
    the first one stopped. It stops at a month that is unusual and not confirmed.
    Raises Stopped, with the reason, for a month that is refused.
    """
    confinement.processes.get_ready()
    result, total = Result(), len(planned.months)
    for number, each in enumerate(planned.months, start=1):
        where = f"{number} of {total}: {each.period.label}"
        say(f"{where}, {each.path.name}.", number - 1, total)
        try:
            found = load.load(
                NAME,
                OpenFiles([each.path], files.place),
                institution=None,
                as_at=None,
                complete=False,
                act=act,
                confirm=confirm,
                answers=answers,
            )
        except (Unreadable, Refusal, Unanswered) as refused:
            raise Stopped(
                f"{each.period.label} was not loaded: {refused} "
                f"{_before(result)} Start again to go on from there."
            ) from refused
        batch = found.batch
        result.months.append(
            LoadedMonth(each.period, batch.id, batch.rows, found.applied, found.already)
        )
        if not found.applied:
            alarms = [*found.effect.alarms, *(q.sentence for q in found.questions)]
            result.stopped_at = (
                f"{each.period.label} is received as batch {batch.id} and not "
                f"applied: {' '.join(alarms) or 'it has nothing to apply.'}"
            )
            break
        was = "was loaded before" if found.already else "is loaded"
        say(f"{where} {was} as batch {batch.id}: {counted(batch.rows, 'record')}.")
    return result


def _before(result: Result) -> str:
    done = [each for each in result.months if each.applied]
    if not done:
        return "No month before it is loaded."
    many = counted(len(done), "month")
    return f"{many} before it {'is' if len(done) == 1 else 'are'} loaded."
