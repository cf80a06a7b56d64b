"""A batch in words: its sender, its day, its outcomes and its problems."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from tracker import actions
from tracker.access import authority_scope
from tracker.cli import answer
from tracker.domain.reference.academic_year import say_date
from tracker.feeds.cells.problem_kinds import kind_of
from tracker.store.intake.import_batches import ImportBatch
from tracker.wording.counts import counted

#: At most this many kinds of problems are printed for a batch, and lines of each.
KINDS_SHOWN, LINES_SHOWN = 10, 3
#: At most this many people are listed for one kind of question that a batch raised.
PEOPLE_SHOWN = 20


def heading(batch: ImportBatch) -> str:
    """The as-at date of a batch, and its sender."""
    scope = authority_scope(batch.authority)
    who = actions.institutions.place_names.sender_names(
        [batch], answer.today(), within=scope
    )[batch.id]
    return f"As at {say_date(batch.as_at)}{f', from {who}' if who else ''}."


def print_question_counts(counts: Mapping[str, int]) -> None:
    """Prints the number of questions that a batch raised, by kind."""
    for kind, number in counts.items():
        click.echo(f"{counted(number, 'question')}: {kind}")


def print_raised(raised: Sequence[tuple[int, str]]) -> None:
    """Prints the people that a batch raised questions about, by kind, up to a limit."""
    by_kind: dict[str, list[str]] = {}
    for person, kind in raised:
        by_kind.setdefault(kind, []).append(str(person))
    for kind, persons in by_kind.items():
        shown = ", ".join(persons[:PEOPLE_SHOWN])
        more = len(persons) - PEOPLE_SHOWN
        rest = f" and {more:,} more (--json has all)" if more > 0 else ""
        click.echo(
            f"{counted(len(persons), 'question')}: {kind}: young people {shown}{rest}"
        )


def print_problems(
    problems: Iterable[Mapping[str, Any]], *, files: int, batch: int
) -> None:
    """Prints each kind of problem once, with its lines and the first value."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    messages: dict[tuple[str, str, str], list[str]] = {}
    for each in problems:
        file = (each.get("file") or "") if files > 1 else ""
        kind = (file, each.get("column") or "", kind_of(each["message"]))
        lines.setdefault(kind, []).append(each["line"])
        messages.setdefault(kind, []).append(each["message"])
    for kind, numbers in list(lines.items())[:KINDS_SHOWN]:
        file, column, _ = kind
        message = messages[kind][0]
        place = ", ".join(part for part in (file, column) if part)
        if len(numbers) == 1:
            start = f"{file}, line" if file else "line"
            text = f"{start} {numbers[0]}{f', {column}' if column else ''}: {message}"
        else:
            where = f" of {place}" if place else ""
            first = "for example " if len(set(messages[kind])) > 1 else ""
            text = f"{len(numbers):,} lines{where}: {first}{message} ({_some(numbers)})"
        click.echo(text)
    if len(lines) > KINDS_SHOWN:
        more = len(lines) - KINDS_SHOWN
        click.echo(f"and {more:,} other kinds: flask imports show {batch} --problems")


def _some(numbers: list[int]) -> str:
    """Some of the lines by number, and the number of the others."""
    shown = [str(number) for number in numbers[:LINES_SHOWN]]
    more = len(numbers) - len(shown)
    if more:
        return f"lines {', '.join(shown)} and {more:,} more"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def summary(batch: ImportBatch) -> dict[str, Any]:
    """A batch for machines."""
    return {
        "batch": batch.id,
        "feed": batch.feed,
        "files": batch.files,
        "layout": batch.layout,
        "sender": batch.sender,
        "as_at": batch.as_at,
        "complete": batch.complete,
        "status": batch.status,
        "applied": batch.status == "applied",
        "rows": batch.rows,
        "received_at": batch.received_at,
        "received_by": batch.received_by,
        "notes": batch.notes,
    }
