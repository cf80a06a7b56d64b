"""A comparison of returns as a workbook, the same for the page and the command."""

from collections.abc import Iterator

from tracker import reporting, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.domain.nccis_return.parallel_run.causes import Cause
from tracker.domain.nccis_return.parallel_run.compared_fields import (
    BY_COLUMN,
    in_words,
)
from tracker.reporting.files.safe_text import Value
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.parallel_runs import Listed, ParallelRun
from tracker.wording.counts import counted

#: In place of a field, for a young person who is in one of the two files alone.
WHOLE_RECORD = "The whole record"
#: The row that adds up the causes.
ALL = "All"
_PLACE = {cause: place for place, cause in enumerate(Cause)}


def taken(run: ParallelRun, *, organisation: str, within: Scope, act: Act) -> bytes:
    """The workbook of a comparison, and a line of the audit with its people."""
    rows = store.nccis_return.parallel_runs.listed(run.id)
    rows.sort(key=lambda each: _PLACE[each.cause])  # the unexplained first
    people = dict.fromkeys(it.person for it in rows if it.person is not None)
    act.note_alone(
        Action.COMPARISON_DOWNLOADED,
        f"comparison {run.id}",
        period=run.period.iso,
        people=list(people),
        why="parallel run of the return",
    )
    return reporting.nccis_return.parallel_workbook.workbook(
        f"Parallel run of {run.period.label}",
        f"{counted(run.differences, 'difference')} between {run.file} and our return.",
        causes=(
            *(
                (cause.heading, differences, people, cause.about)
                for cause, differences, people in run.by_cause
            ),
            (ALL, run.differences, "", "The whole: the causes add up to it."),
        ),
        months=map(_month, store.nccis_return.parallel_runs.months(within=within)),
        rows=map(_row, rows),
        organisation=organisation,
        as_of=run.period_end,
    )


def _month(run: ParallelRun) -> tuple[Value, ...]:
    return (
        *(run.period.label, run.file, run.theirs, run.ours, run.in_both, run.equal),
        *(share(run), run.differences, run.causes.get("unexplained", 0)),
    )


def share(run: ParallelRun) -> float:
    """How many in a hundred of all young people of both files are equal in both."""
    return round(100 * run.equal / run.everybody, 1) if run.everybody else 0.0


def _row(each: Listed) -> tuple[Value, ...]:
    return (
        *(each.person, each.name, each.born, each.their_id, each.line),
        *(field_title(each), *values(each), each.cause.heading, each.why),
    )


def field_title(each: Listed) -> str:
    """The title of the field of a difference."""
    field = BY_COLUMN.get(each.field)
    return WHOLE_RECORD if field is None else field.title


def values(each: Listed) -> Iterator[str]:
    """What ours has and what theirs has, in words; "" of a whole record.

    Names are not kept, because one may be sealed: then it is where to look.
    """
    field = BY_COLUMN.get(each.field)
    if field is None:
        yield from ("", "")
    elif not field.shown:
        yield from ("On their page", f"In line {each.line} of their file")
    else:
        for text in (each.ours, each.theirs):
            yield in_words(text, field)
