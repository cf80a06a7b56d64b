"""Registering a group session: young people ticked or pasted, checked, then saved."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length

from tracker import actions, store
from tracker.access import Permission
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, narrowing
from tracker.web.filters import counted
from tracker.web.forms import SHORT, Day, Form, Needed, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope

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
    if "save" in request.form:
        made = actions.casework.group_sessions.record(
            ticked,
            held_on=form.held_on.data,
            place=form.place.data or "",
            topic=form.topic.data or "",
            act=act(),
            within=scope(),
        )
        return redirect(url_for("adviser.session_made", number=made.id))
    lines = actions.casework.group_sessions.read(form.pasted.data or "", within=scope())
    chosen = store.people.records.records(list(ticked), within=scope())
    there = {each.id: each for each in chosen}
    there.update({line.person.id: line.person for line in lines if line.person})
    if not there and not lines:
        raise Refusal("Tick or paste who was there.", "pasted")
    return render_template(
        "adviser/session/check.html",
        form=form,
        there=sorted(there.values(), key=lambda p: (p.family, p.given, p.id)),
        missed=[line for line in lines if line.person is None],
    )


@bp.get("/group-session/<int:number>")
@requires(Permission.RECORD_CONTACT)
def session_made(number: int) -> ResponseReturnValue:
    held = found(store.casework.contacts.session(number, within=scope()))
    there = store.people.records.records(
        [each.person_id for each in store.casework.contacts.of_session(held.id)],
        within=scope(),
    )
    return render_template(
        "adviser/session/made.html",
        session=held,
        there=sorted(there, key=lambda p: (p.family, p.given, p.id)),
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
