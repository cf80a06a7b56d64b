"""A doubtful line beside the young people it may be about, for an officer to decide."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.differences import differences
from tracker.refusal import Refusal
from tracker.store.intake.import_batches import Outcome, StagedRow, Status
from tracker.store.people.doubtful_lines import Selection
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.data_team.intake.batch import batch_of
from tracker.web.data_team.intake.batch_lines import hidden_in, may_read
from tracker.web.data_team.matching import agreement
from tracker.web.data_team.matching.queue import filters, just_decided, requested
from tracker.web.forms import Form
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.wording.details import of_field

#: How many young people found by a search are compared and can be chosen too.
MOST_FOUND = 5
NEW = "new"


@bp.route("/matching/<int:row>", methods=["GET", "POST"])
@requires(Permission.MATCH_ROWS)
def match_row(row: int) -> ResponseReturnValue:
    line = _line(row)
    which, form = requested(), Form()
    if form.validate_on_submit():
        chosen = request.form.get("whose", "")
        with refusals.in_form(form, ""):
            flash(_decide(line, chosen))
            return _next_line(line.id, which)
    return _page(line, which, form)


def _line(row: int) -> StagedRow:
    """The line of that number, or "not found" for a user who may not read it."""
    line = found(store.intake.import_batches.row(row, within=scope()))
    return found(line if may_read(line) else None)


def _decide(line: StagedRow, chosen: str) -> str:
    """Decides the line and returns a sentence about it.

    Raises Refusal with the reason.
    """
    batch = batch_of(line.batch_id)
    if batch.status == Status.WITHDRAWN:
        raise Refusal(
            f"Batch {batch.id} was withdrawn. Apply it again before you decide its "
            "lines."
        )
    number = incoming.number(chosen)
    if chosen != NEW and number is None:
        raise Refusal("Select who the line is about, or that it is a new person.")
    person = actions.intake.resolve.resolve(line, person=number, act=act())
    if person is None and actions.intake.signals.signal_items.is_signal(batch):
        return f"Line {line.line} is not about a young person on record."
    if person is None:
        return f"Line {line.line} is a new person who lives in another authority."
    if chosen == NEW:
        shared = actions.intake.resolve.sharing_warning(
            actions.intake.resolve.sharing(line, person), person
        )
        sentence = f"Line {line.line} is a new person: young person {person}."
        return f"{sentence} {shared}" if shared else sentence
    return f"Line {line.line} is young person {person}."


def _next_line(row: int, which: Selection) -> ResponseReturnValue:
    """To the next line that waits, or to the queue if none does."""
    following = store.people.doubtful_lines.following(row, which, within=scope())
    if following is None:
        return redirect(url_for("data_team.matching", undo=row, **filters(which)))
    return redirect(
        url_for("data_team.match_row", row=following, undo=row, **filters(which))
    )


def _page(line: StagedRow, which: Selection, form: Form) -> ResponseReturnValue:
    ((_, meaning),) = actions.intake.out_of_area.with_meanings([line], within=scope())
    hidden = hidden_in([line])[line.id]
    who = hidden.identity(meaning.identity)
    batch = batch_of(line.batch_id)
    signal = actions.intake.signals.signal_items.is_signal(batch)
    query = " ".join(request.args.get("q", "").split())[:200]
    problem, searched = _searched(query)
    alone = {each.field: each.a for each in differences(who, Identity())}
    beside = _beside(line, who, searched, hidden)
    return render_template(
        "data_team/matching/match_row.html",
        form=form,
        line=line,
        batch=batch,
        signal=signal,
        sender=sender_names.of_batch(batch),
        who=who,
        reasons=hidden.redacted(line.reasons),
        problems=hidden.redacted(line.problems),
        alone=alone,
        fields=agreement.fields(beside) or list(alone),
        beside=beside,
        waits=line.outcome == Outcome.POSSIBLE,
        of_field=of_field,
        agreement=agreement,
        outcome=line_outcomes.outcome(line.outcome, batch.status, signal=signal),
        following=store.people.doubtful_lines.following(line.id, which, within=scope()),
        left=store.people.doubtful_lines.count(which, within=scope()),
        filters=filters(which),
        undo=just_decided(),
        query=query,
        problem=problem,
        missed=bool(query) and not problem and not searched,
    )


def _searched(query: str) -> tuple[str, list[Person]]:
    """The problem with a search, and the young people it found."""
    if not query:
        return "", []
    with refusals.kept() as problem:
        searched = store.people.finding.find(query, within=scope(), limit=MOST_FOUND)
        return "", list(searched.people)
    return problem.sentence, []


def _beside(
    line: StagedRow,
    who: Identity,
    searched: list[Person],
    hidden: actions.people.former_names.Hidden,
) -> list[agreement.Compared]:
    """The candidates, the likeliest first, then the young people a search found."""
    candidates = {each["person"]: each for each in line.candidates}
    people = store.people.doubtful_lines.people(candidates, within=scope())
    shown = [people[number] for number in candidates if number in people]
    known = {person.id for person in shown}
    found_too = [person for person in searched if person.id not in known]
    return [
        agreement.Compared(
            person,
            agreement.of(who, person.identity),
            agreement.of_hundred(candidates.get(person.id, {}).get("score")),
            agreement.beyond_fields(
                hidden.redacted(candidates.get(person.id, {}).get("reasons", []))
            ),
            searched=person.id not in candidates,
        )
        for person in (*shown, *found_too)
    ]


@bp.post("/matching/<int:row>/undo")
@requires(Permission.MATCH_ROWS)
def match_undo(row: int) -> ResponseReturnValue:
    """Undoes the decision about a line, and shows the line again."""
    line = _line(row)
    form, which = Form(), requested()
    with refusals.in_form(form, ""):
        actions.intake.resolve.reopen(line, act=act())
        flash(f"Line {line.line} is waiting again.")
        return redirect(url_for("data_team.match_row", row=line.id, **filters(which)))
    return _page(line, which, form)
