"""Registering a group session: young people ticked or pasted, checked, then saved."""

from collections.abc import Collection, Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.casework.group_sessions import Line
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, narrowing
from tracker.web.adviser.person_page import in_words
from tracker.web.filters import counted
from tracker.web.forms import SHORT, Day, Form, Needed, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope
from tracker.web.kept_forms import keeping

#: How many of the user's own caseload can be ticked; others are pasted.
TICKED_FROM = 200


class SessionForm(Form):
    place = Text("Where was it?", [Needed("Enter where it was."), SHORT])
    topic = Text("What was it about? (optional)", [SHORT])
    held_on = Day("When was it?", [Needed("Enter when it was.")])
    pasted = Words(
        "Who was there? Enter one person per line",
        [Length(max=40_000, message="Paste 200 lines or fewer.")],
    )


@bp.route("/group-session", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def session() -> ResponseReturnValue:
    form = SessionForm(held_on=today())
    ticked = _numbers(request.form.getlist("people"))
    if form.validate_on_submit() and "change" not in request.form:
        # The ticks stand below the pasted list, whose field shows their refusal.
        with refusals.in_form(form, shown_at={"people": "pasted"}):
            return _preview_or_save(form, ticked)
    rows = store.casework.caseload_rows.of_adviser(
        [me().id],
        day=narrowing.newest_day(),
        today=today(),
        within=scope(),
        limit=TICKED_FROM,
    )
    return render_template(
        "adviser/session/register.html",
        form=form,
        ticked=set(ticked),
        rows=sorted(rows, key=lambda row: (row.family, row.given, row.person)),
    )


def _preview_or_save(form: SessionForm, ticked: Sequence[int]) -> ResponseReturnValue:
    lines = _lines(form.pasted.data or "")
    if "save" in request.form:
        return _save(form, ticked, lines)
    there = {
        each.id: each
        for each in store.people.records.records(list(ticked), within=scope())
    }
    there.update({line.person.id: line.person for line in lines if line.person})
    if not there and not lines:
        raise Refusal("Tick or paste who was there.", "pasted")
    offered = {each.id for line in lines for each in line.candidates}
    return render_template(
        "adviser/session/check.html",
        form=form,
        there=sorted(there.values(), key=lambda p: (p.family, p.given, p.id)),
        missed=[(n, line) for n, line in enumerate(lines) if line.person is None],
        where=_where(offered),
        steps=actions.casework.group_sessions.next_steps(
            sorted(there),
            form.held_on.data,
            authority=me().authority,
            on=today(),
        ),
    )


def _lines(pasted: str) -> list[Line]:
    mine = store.casework.caseloads.people_of([me().id])
    return actions.casework.group_sessions.read(pasted, within=scope(), mine=mine)


def _where(people: Collection[int]) -> Mapping[int, str]:
    """The places at which these people are, by which those of one name differ."""
    members = store.history.positions.of(people, narrowing.newest_day())
    return {each: in_words.place_of(one.position) for each, one in members.items()}


def _save(
    form: SessionForm, ticked: Sequence[int], lines: Sequence[Line]
) -> ResponseReturnValue:
    """Saves the session, and keeps the lines that are not in it for their user."""
    missed = set(_numbers(request.form.getlist("missed")))
    picked, left = [], []
    for number, line in enumerate(lines):
        meant = [*line.candidates, *([line.person] if line.person else [])]
        pick = incoming.number(request.form.get(f"line-{number}", ""))
        if pick is not None and pick in {each.id for each in meant}:
            picked.append(pick)
        elif line.person is None or number in missed:
            left.append(line.text)
    made = actions.casework.group_sessions.record(
        [*ticked, *picked],
        held_on=form.held_on.data,
        place=form.place.data or "",
        topic=form.topic.data or "",
        act=act(),
        within=scope(),
    )
    kept = None
    if left:
        kept = keeping.keep_rest(
            [
                ("place", form.place.data or ""),
                ("topic", form.topic.data or ""),
                *(("held_on", part) for part in form.held_on.parts),
                ("pasted", "\n".join(left)),
            ]
        )
    return redirect(url_for("adviser.session_made", number=made.id, left=kept))


@bp.get("/group-session/<int:number>")
@requires(Permission.RECORD_CONTACT)
def session_made(number: int) -> ResponseReturnValue:
    held = found(store.casework.contacts.session(number, within=scope()))
    contacts = store.casework.contacts.of_session(held.id)
    there = store.people.records.records(
        [each.person_id for each in contacts], within=scope()
    )
    steps = store.casework.follow_ups.set_by([each.id for each in contacts])
    kept = keeping.of_mine(incoming.number(request.args.get("left", "")))
    fields = dict(kept.form.fields) if kept is not None else {}
    return render_template(
        "adviser/session/made.html",
        session=held,
        there=sorted(there, key=lambda p: (p.family, p.given, p.id)),
        steps=steps,
        followed={each.person_id for each in steps},
        kept=kept,
        left=_lines(fields.get("pasted", "")),
        pasted=fields.get("pasted", ""),
    )


@bp.post("/group-session/<int:number>/take-back")
@requires(Permission.RECORD_CONTACT)
def session_withdraw(number: int) -> ResponseReturnValue:
    held = found(store.casework.contacts.session(number, within=scope()))
    there = len(store.casework.contacts.of_session(held.id))
    with refusals.flashed():
        actions.casework.group_sessions.withdraw(held, within=scope(), act=act())
        flash(f"Taken back for {counted(there, 'young person', 'young people')}.")
    return redirect(url_for("adviser.my_day"))


def _numbers(texts: Sequence[str]) -> list[int]:
    numbers = map(incoming.number, texts)
    return [each for each in numbers if each is not None]
