"""The same decision about many doubtful lines at once, and undoing all of them."""

from typing import Any

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake.resolve import reopen, resolve
from tracker.actions.work import tasks
from tracker.actions.work.tasks import Result, Say
from tracker.refusal import Refusal
from tracker.store.intake.import_batches import Outcome, StagedRow
from tracker.store.work.tasks import Task

#: The subject of such tasks; one page shows the newest of them.
SUBJECT = "matching"


def best(row: StagedRow) -> dict[str, Any] | None:
    """The likeliest candidate of a line, or None if it has none."""
    return row.candidates[0] if row.candidates else None


@tasks.kind("accept candidates")
def _accept(task: Task, *, say: Say, act: Act) -> Result:
    """Matches each of these lines with the person that was shown beside it.

    Each line is decided in its own transaction, so that after a worker was killed the
    next one carries on with the lines that are left.
    """
    pairs: list[list[int]] = task.arguments["pairs"]
    scope = authority_scope(task.authority)
    found = store.people.doubtful_lines.some([row for row, _ in pairs], within=scope)
    rows = {row.id: row for row in found}
    decided: list[int] = []
    refused: list[str] = []
    for count, (number, person) in enumerate(pairs):
        say("Deciding the lines you ticked.", count, len(pairs))
        row = rows.get(number)
        if row is None:
            continue
        if row.outcome != Outcome.POSSIBLE:
            if row.decided_by == act.by and row.person_id is not None:
                decided.append(number)
            continue
        try:
            resolve(row, person=person, act=act)
            decided.append(number)
        except Refusal as error:
            refused.append(str(error))
    return {"decided": decided, "refused": refused}


@tasks.kind("reopen lines")
def _reopen(task: Task, *, say: Say, act: Act) -> Result:
    """Undoes decisions: the lines wait again."""
    numbers: list[int] = task.arguments["rows"]
    scope = authority_scope(task.authority)
    reopened: list[int] = []
    refused: list[str] = []
    rows = store.people.doubtful_lines.some(numbers, within=scope)
    for count, row in enumerate(rows):
        say("Undoing the decisions.", count, len(rows))
        try:
            if row.outcome != Outcome.POSSIBLE:
                reopen(row, act=act)
            reopened.append(row.id)
        except Refusal as error:
            refused.append(str(error))
    return {"reopened": reopened, "refused": refused}
