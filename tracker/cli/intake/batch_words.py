"""A batch in words: its sender, its day, its outcomes and its problems."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

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


def question_counts(counts: Mapping[str, int]) -> Iterator[str]:
    """The number of questions that a batch raised, by kind."""
    for kind, number in counts.items():
        yield f"{counted(number, 'question')}: {kind}"


def opened_items(opened: int) -> Iterator[str]:
    """The number of work items that a batch opens, without the people."""
    if opened:
        yield f"{counted(opened, 'work item')}: find out what they are doing"


def raised_questions(raised: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The people that a batch raised questions about, by kind, up to a limit."""
    by_kind = defaultdict(list)
    for person, kind in raised:
        by_kind[kind].append(str(person))
    for kind, persons in by_kind.items():
        shown = ", ".join(persons[:PEOPLE_SHOWN])
        more = len(persons) - PEOPLE_SHOWN
        rest = f" and {more:,} more (--json has all)" if more > 0 else ""
        yield f"{counted(len(persons), 'question')}: {kind}: young people {shown}{rest}"


def problems(
    found: Iterable[Mapping[str, Any]], *, files: int, batch: int
) -> Iterator[str]:
    """Each kind of problem once, with its lines and the first value."""
    kinds = defaultdict(list)
    for each in found:
        file = (each.get("file") or "") if files > 1 else ""
        kind = (file, each.get("column") or "", kind_of(each["message"]))
        kinds[kind].append((each["line"], each["message"]))
    for (file, column, _), seen in list(kinds.items())[:KINDS_SHOWN]:
        numbers, messages = zip(*seen, strict=True)
        message = messages[0]
        if len(numbers) == 1:
            start = f"{file}, line" if file else "line"
            yield f"{start} {numbers[0]}{f', {column}' if column else ''}: {message}"
        else:
            place = ", ".join(filter(None, (file, column)))
            where = f" of {place}" if place else ""
            first = "for example " if len(set(messages)) > 1 else ""
            yield f"{len(numbers):,} lines{where}: {first}{message} ({_some(numbers)})"
    if len(kinds) > KINDS_SHOWN:
        more = len(kinds) - KINDS_SHOWN
        yield f"and {more:,} other kinds: flask imports show {batch} --problems"


def _some(numbers: Sequence[int]) -> str:
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
        **answer.fields(batch, "feed", "files", "layout", "sender"),
        **answer.fields(batch, "as_at", "complete", "status"),
        "applied": batch.status == "applied",
        **answer.fields(batch, "rows", "received_at", "received_by", "notes"),
    }
