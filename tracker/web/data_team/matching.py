"""The queue of doubtful lines, and the same decision about many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.actions import deciding, out_of_area, work
from tracker.domain.counted import counted, expected_wrong
from tracker.domain.person import Identity
from tracker.store import (
    batches,
    doubts,
    duplicates,
    imports,
    questions,
    tasks,
)
from tracker.store.doubts import Asked
from tracker.store.imports import ImportBatch, StagedRow
from tracker.store.people import Person
from tracker.store.tasks import State
from tracker.web import incoming, paging
from tracker.web.clock import now
from tracker.web.data_team import bp, sender_names, words
from tracker.web.data_team.lines import hidden_in
from tracker.web.guard import found, me, requires, scope

#: So many lines can be ticked at once: those of one page.
MOST_TOGETHER = paging.ROWS


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits: who it says it is about, and who that may be."""

    row: StagedRow
    who: Identity
    batch: ImportBatch
    sender: str
    best: Person | None
    why: str


def asked() -> Asked:
    """Which lines are meant: the filters in the address."""
    return Asked(
        batch=incoming.number(request.values.get("batch")),
        why=request.values.get("why") or None,
    )


def filters(meant: Asked) -> dict[str, Any]:
    """The filters, to be put into an address."""
    given = {"batch": meant.batch, "why": meant.why}
    return {name: value for name, value in given.items() if value is not None}


def just_decided() -> StagedRow | None:
    """The line that was decided just before this page, to be taken back."""
    number = incoming.number(request.args.get("undo"))
    line = imports.row(number, within=scope()) if number is not None else None
    return line if line is not None and line.decided_by is not None else None


def how_many() -> int:
    """How many lines wait for a decision."""
    return doubts.count(within=scope())


@bp.get("/matching")
@requires(Permission.MATCH_ROWS)
def matching() -> ResponseReturnValue:
    meant = asked()
    page = paging.page(doubts.count(meant, within=scope()))
    rows = doubts.page(meant, within=scope(), offset=page.offset, limit=page.rows)
    task = tasks.newest(deciding.SUBJECT, within=scope())
    kinds = doubts.kinds(within=scope())
    senders = sender_names.of_batches({kind.batch for kind in kinds})
    return render_template(
        "data_team/matching.html",
        meant=meant,
        filters=filters(meant),
        page=page,
        waiting=waiting_of(rows),
        kinds=[(senders[kind.batch.id], kind) for kind in kinds],
        pairs=duplicates.count(within=scope()),
        names=questions.count(within=scope()),
        undo=just_decided(),
        task=task if task is not None and not task.ended else None,
        done=task
        if task is not None and task.state == State.DONE and _undoable(task.result)
        else None,
        failed=task if task is not None and task.state == State.FAILED else None,
        words=words,
    )


def _undoable(result: dict[str, object]) -> bool:
    return bool(result.get("decided") or result.get("refused"))


def waiting_of(rows: Sequence[StagedRow]) -> list[Waiting]:
    """Lines with whom they may be, in a fixed number of questions."""
    told = out_of_area.said_of(rows, within=scope())
    hidden = hidden_in(rows)
    candidates = {
        best["person"] for row, _ in told if (best := deciding.best(row)) is not None
    }
    people = doubts.people(candidates, within=scope())
    known = batches.some({row.batch_id for row, _ in told}, within=scope())
    senders = sender_names.of_batches(known.values())
    return [
        Waiting(
            row,
            hidden[row.id].identity(said.identity),
            known[row.batch_id],
            senders[row.batch_id],
            people.get(best["person"])
            if (best := deciding.best(row)) is not None
            else None,
            " ".join(hidden[row.id].told(row.reasons)),
        )
        for row, said in told
    ]


@bp.post("/matching/together")
@requires(Permission.MATCH_ROWS)
def match_together() -> ResponseReturnValue:
    """Shows whom the ticked lines would be given to, and once confirmed does it."""
    meant = asked()
    ticked = [
        number
        for each in request.form.getlist(
            "shown" if request.form.get("every") == "yes" else "row"
        )[:MOST_TOGETHER]
        if (number := incoming.number(each)) is not None
    ]
    rows = [
        each
        for each in waiting_of(doubts.some(ticked, within=scope()))
        if each.row.outcome == "possible" and each.best is not None
    ]
    if not rows:
        flash("Tick at least one line that may be somebody on record.")
        return redirect(url_for("data_team.matching", **filters(meant)))
    if request.form.get("sure") != "yes":
        return render_template(
            "data_team/match_together.html",
            rows=rows,
            meant=meant,
            filters=filters(meant),
            left_out=len(set(ticked)) - len(rows),
            wrong=_expected_wrong(rows),
            words=words,
        )
    # What was shown is what is done: another candidate may lead by now.
    shown = {
        incoming.number(row): incoming.number(person)
        for row, _, person in (
            each.partition("-") for each in request.form.getlist("pair")
        )
    }
    pairs = [
        [each.row.id, each.best.id]
        for each in rows
        if each.best is not None and shown.get(each.row.id) == each.best.id
    ]
    if len(pairs) < len(rows):
        flash("Some of these lines have since changed. Check them again.")
        return redirect(url_for("data_team.matching", **filters(meant)))
    work.ask(
        "accept candidates",
        authority=me().authority,
        by=me().email,
        at=now(),
        subject=deciding.SUBJECT,
        pairs=pairs,
    )
    return redirect(url_for("data_team.matching", **filters(meant)))


def _expected_wrong(rows: Sequence[Waiting]) -> str:
    """How many of these lines would be given to the wrong person, in a sentence.

    A line that only contradicts an earlier one of its file was compared with nobody.
    """
    likely = [row.score for row in (each.row for each in rows) if row.score is not None]
    said = []
    if likely:
        said.append(expected_wrong(sum(1 - score for score in likely), len(likely)))
    if apart := len(rows) - len(likely):
        said.append(f"{counted(apart, 'line')} could not be compared.")
    return " ".join(said)


@bp.post("/matching/together/<int:number>/undo")
@requires(Permission.MATCH_ROWS)
def match_together_undo(number: int) -> ResponseReturnValue:
    """Takes back all that was decided together."""
    task = found(tasks.get(number, within=scope()))
    if task.kind != "accept candidates" or task.state != State.DONE:
        found(None)
    work.ask(
        "reopen lines",
        authority=task.authority,
        by=me().email,
        at=now(),
        subject=deciding.SUBJECT,
        rows=task.result["decided"],
    )
    return redirect(url_for("data_team.matching"))
