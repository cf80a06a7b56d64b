"""What a council's own folder has, and whether all of it can be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.actions.figures import reports
from tracker.feeds import confined, registry
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import Context, Unreadable
from tracker.wording.counts import counted


@dataclass(frozen=True, slots=True)
class Looked:
    """A thing in the folder: its kind, its place, and what was found about it.

    ``problem`` is a sentence where it cannot be used, else empty.
    """

    kind: str
    name: str
    finding: str
    problem: str = ""


def look(folder: Path, *, authority: str, on: date) -> Iterator[Looked]:
    """Everything in the folder: each report, each feed, and each example of a feed.

    An example is recognised, read in a confined process and interpreted as if
    ``authority`` had received it ``on`` a day. Nothing is stored.
    """
    yield from _reports(folder / "reports")
    for name, reason in registry.FAULTS.items():
        yield Looked("feed", f"feeds/{name}", "", reason)
    for name, feed in registry.OWN.items():
        place = f"feeds/{name}"
        columns = counted(len(feed.columns), "column")
        yield Looked("feed", place, f"{feed.title}, {columns}")
        # A described list is one file, and its examples are in a folder of its name.
        examples = f"feeds/{Path(name).stem}/examples"
        yield from _examples(folder, examples, feed, authority, on)


def _reports(folder: Path) -> Iterator[Looked]:
    for each in reports.every():
        if each.file.parent == folder:
            place = f"reports/{each.file.name}"
            if each.report is None:
                yield Looked("report", place, "", each.problem)
            else:
                sections = counted(len(each.report.sections), "section")
                yield Looked("report", place, f"{each.report.title}, {sections}")


def _examples(
    folder: Path, place: str, feed: Feed, authority: str, on: date
) -> Iterator[Looked]:
    files = sorted(
        each for each in (folder / place).glob("*") if not each.name.startswith(".")
    )
    if not files:
        yield Looked(
            "example",
            place,
            "",
            "Put an invented file there, by which to try the feed.",
        )
    for file in files:
        name = f"{place}/{file.name}"
        try:
            yield Looked("example", name, _read(file, feed, authority, on))
        except Unreadable as refused:
            yield Looked("example", name, "", str(refused))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            yield Looked("example", name, "", f"The feed cannot read it: {reason}.")


def _read(file: Path, feed: Feed, authority: str, on: date) -> str:
    """What came of an example. Raises Unreadable, and what the feed raises."""
    known_as = confined.recognise([file])
    signature = feed.signature
    by_choice = signature.by_headings_alone and not signature.headings
    if known_as != feed.name and not by_choice:
        other = "no feed" if known_as is None else known_as
        raise Unreadable(f"It looks like a file of {other}, not of {feed.name}.")
    context = Context(authority, on)
    reading = confined.read(feed, [file], context)
    found = [
        feed.interpret(row.values, row.restricted, row.line, context)
        for row in reading.rows
    ]
    problems = [problem for each in found for problem in each.problems]
    if not any(each.usable for each in found):
        first = f" Line {problems[0].line}: {problems[0].message}" if problems else ""
        raise Unreadable(f"No line of it can be used.{first}")
    usable = sum(each.usable for each in found)
    stated = sum(len(each.statements) for each in found)
    first = next((f"; line {it.line}: {it.message}" for it in problems if it.stops), "")
    return (
        f"{usable} of {counted(len(found), 'line')} can be used, "
        f"{counted(stated, 'statement')}, {counted(len(problems), 'problem')}{first}"
    )
