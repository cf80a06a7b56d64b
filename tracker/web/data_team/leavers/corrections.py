"""Deciding one correction by a school."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.history.members import Member
from tracker.domain.leavers.reported_activities import ACTIVITIES
from tracker.store.leavers.corrections import Reported, State
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.forms import Form, Needed, Radios, Words
from tracker.web.guard import found, requires, scope
from tracker.web.school.own_institution import institution_of

ACCEPT, DECLINE = "accept", "decline"


class Decision(Form):
    decision = Radios(
        "What did you find?",
        [Needed("Select whether it is correct.")],
        choices=[(ACCEPT, "It is correct"), (DECLINE, "It is not correct")],
    )
    answer = Words("Message to the school", [Optional()])


@bp.route("/matching/corrections/<int:number>", methods=["GET", "POST"])
@requires(Permission.MATCH_ROWS)
def match_correction(number: int) -> ResponseReturnValue:
    report = found(store.leavers.corrections.get(number, within=scope()))
    form = Decision()
    if form.validate_on_submit():
        with refusals.in_form(form):
            flash(_decide(report, form))
            return redirect(url_for("data_team.work", kind="correction"))
    return render_template(
        "data_team/leavers/correction.html",
        form=form,
        report=report,
        school=institution_of(report.correction.institution).name,
        now=_now(report),
        reported=ACTIVITIES[report.correction.doing],
        may_undo=report.correction.state != State.WAITING,
    )


def _decide(report: Reported, form: Decision) -> str:
    """Decides a correction; returns the sentence that the page shows."""
    answer = form.answer.data or ""
    if form.decision.data == DECLINE:
        actions.leavers.corrections.decline(
            report, answer=answer, within=scope(), act=act()
        )
        return (
            "Declined. The school sees your message, and its report no longer counts."
        )
    holds = actions.leavers.corrections.accept(report, answer=answer, act=act())
    if holds:
        return "Accepted, and recorded as checked by the team."
    return (
        "Accepted and recorded, but a better source still says another place. Open "
        "the young person to see which."
    )


def _now(report: Reported) -> Member | None:
    person = report.person.merged_into or report.person.id
    actions.history.positions.refresh([today()], within=scope(), only=[person])
    return store.history.positions.of([person], today()).get(person)


@bp.post("/matching/corrections/<int:number>/undo")
@requires(Permission.MATCH_ROWS)
def match_correction_undo(number: int) -> ResponseReturnValue:
    report = found(store.leavers.corrections.get(number, within=scope()))
    with refusals.flashed():
        actions.leavers.corrections.undo(report, within=scope(), act=act())
        flash("Undone. The correction is waiting again.")
    return redirect(url_for("data_team.match_correction", number=number))
