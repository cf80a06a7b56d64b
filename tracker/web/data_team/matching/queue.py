"""The queue of doubtful lines, and one decision about many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.history.person import Identity
from tracker.store.intake.import_batches import ImportBatch, StagedRow
from tracker.store.people.doubtful_lines import Kind, Selection
from tracker.store.people.records import Person
from tracker.store.work.tasks import State
from tracker.web import paging
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.data_team.intake.batch_lines import hidden_in, may_read
from tracker.web.data_team.matching import agreement
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import Filter, Listing, Option
from tracker.wording.counts import counted, expected_wrong

#: How many lines can be ticked at once: those of one page.
MOST_TOGETHER = paging.ROWS


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line that waits: its identity, its sender and its best candidate."""

    row: StagedRow
    who: Identity
    batch: ImportBatch
    sender: str
    best: Person | None
    why: str


def requested() -> Selection:
    """The filters of the address: which lines are listed."""
    return Selection(
        batch=incoming.number(request.values.get("batch")),
        why=request.values.get("why") or None,
    )


def filters(which: Selection) -> dict[str, Any]:
    """The filters as arguments of an address."""
    given = {"batch": which.batch, "why": which.why}
    return {name: value for name, value in given.items() if value is not None}


def just_decided() -> StagedRow | None:
    """The line that was decided just before this page, so that it can be undone."""
    number = incoming.number(request.args.get("undo"))
    line = (
        store.intake.import_batches.row(number, within=scope())
        if number is not None
        else None
    )
    return line if line is not None and line.decided_by is not None else None


def how_many() -> int:
    """How many lines wait for a decision."""
    return store.people.doubtful_lines.count(within=scope())


@bp.get("/matching")
@requires(Permission.MATCH_ROWS)
def matching() -> ResponseReturnValue:
    which = requested()
    page = paging.page(store.people.doubtful_lines.count(which, within=scope()))
    rows = store.people.doubtful_lines.page(which, within=scope(), **page.cut)
    task = store.work.tasks.newest(
        actions.intake.decide_together.SUBJECT, within=scope()
    )
    kinds = store.people.doubtful_lines.kinds(within=scope())
    senders = sender_names.of_batches({kind.batch for kind in kinds})
    return render_template(
        "data_team/matching/queue.html",
        filters=filters(which),
        page=page,
        waiting=in_words(rows),
        listing=_narrowed(kinds, senders),
        undo=just_decided(),
        task=task,
        words=line_outcomes,
        agreement=agreement,
    )


def _narrowed(kinds: Sequence[Kind], senders: Mapping[int, str]) -> Listing[Kind]:
    """The filters of the queue, by file and by reason, with their lines."""

    def file(kind: Kind) -> str:
        name = senders[kind.batch.id] or line_outcomes.feed_title(kind.batch.feed)
        return f"{name}, batch {kind.batch.id}"

    return Listing(
        kinds,
        keys={},
        filters=(
            Filter("batch", "File", lambda k: [Option(str(k.batch.id), file(k))]),
            Filter(
                "why",
                "Why it is doubtful",
                lambda k: [Option(k.why, k.why)] if k.why else [],
            ),
        ),
        weight=lambda kind: kind.lines,
    )


def in_words(rows: Sequence[StagedRow]) -> list[DoubtfulLine]:
    """Lines with their best candidates, with a fixed number of database queries."""
    lines = actions.intake.out_of_area.with_meanings(rows, within=scope())
    hidden = hidden_in(rows)
    best = {
        row.id: likeliest["person"]
        for row, _ in lines
        if (likeliest := actions.intake.decide_together.best(row)) is not None
    }
    people = store.people.doubtful_lines.people(set(best.values()), within=scope())
    known = store.intake.batch_pages.some(
        {row.batch_id for row, _ in lines}, within=scope()
    )
    senders = sender_names.of_batches(known.values())
    return [
        DoubtfulLine(
            row,
            hidden[row.id].identity(meaning.identity) if may_read(row) else Identity(),
            known[row.batch_id],
            senders[row.batch_id],
            people.get(best.get(row.id, 0)),
            " ".join(hidden[row.id].redacted(row.reasons)),
        )
        for row, meaning in lines
    ]


@bp.post("/matching/together")
@requires(Permission.MATCH_ROWS)
def match_together() -> ResponseReturnValue:
    """Shows the person each ticked line would be given to; does it once confirmed."""
    which = requested()
    field = "shown" if request.form.get("every") == "yes" else "row"
    ticked = incoming.numbers(request.form.getlist(field)[:MOST_TOGETHER])
    rows = [
        each
        for each in in_words(store.people.doubtful_lines.some(ticked, within=scope()))
        if each.row.outcome == "possible" and each.best is not None
    ]
    if not rows:
        flash("Tick at least one line that may be a person on record.")
        return redirect(url_for("data_team.matching", **filters(which)))
    if request.form.get("sure") != "yes":
        return render_template(
            "data_team/matching/match_together.html",
            rows=rows,
            filters=filters(which),
            left_out=len(set(ticked)) - len(rows),
            wrong=_expected_wrong(rows),
            agreement=agreement,
        )
    # Only what was shown is decided: another candidate may lead by now.
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
        return redirect(url_for("data_team.matching", **filters(which)))
    actions.work.tasks.request(
        "accept candidates",
        act=act(),
        subject=actions.intake.decide_together.SUBJECT,
        pairs=pairs,
    )
    return redirect(url_for("data_team.matching", **filters(which)))


def _expected_wrong(rows: Sequence[DoubtfulLine]) -> str:
    """How many of these lines would be given to the wrong person, in a sentence.

    A line that only contradicts an earlier line of its file has no comparison.
    """
    likely = [row.score for row in (each.row for each in rows) if row.score is not None]
    notes = []
    if likely:
        notes.append(expected_wrong(sum(1 - score for score in likely), len(likely)))
    if apart := len(rows) - len(likely):
        notes.append(f"{counted(apart, 'line')} could not be compared.")
    return " ".join(notes)


@bp.post("/matching/together/<int:number>/undo")
@requires(Permission.MATCH_ROWS)
def match_together_undo(number: int) -> ResponseReturnValue:
    """Undoes all decisions that were made together."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != "accept candidates" or task.state != State.DONE:
        abort(404)
    actions.work.tasks.request(
        "reopen lines",
        act=act(),
        subject=actions.intake.decide_together.SUBJECT,
        rows=task.result["decided"],
    )
    return redirect(url_for("data_team.matching"))
