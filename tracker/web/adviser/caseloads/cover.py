"""Cover: a colleague looks after a caseload for a while."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.reference.academic_year import say_date
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.forms import SHORT, Choice, Day, Form, Needed, Text
from tracker.web.guard import found, requires, scope


class CoverForm(Form):
    user = Choice("Whose caseload?", [Needed("Select whose caseload needs cover.")])
    to = Choice("Who will cover it?", [Needed("Select who will cover it.")])
    first = Day("First day of cover", [Needed("Enter the first day.")])
    last = Day("Last day of cover", [Needed("Enter the last day.")])
    note = Text("Note (optional)", [SHORT])


@bp.route("/caseloads/cover", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def caseload_cover() -> ResponseReturnValue:
    team = store.casework.caseloads.advisers(within=scope())
    names = {str(user.id): user.name for user in team}
    form = CoverForm(first=today())
    form.user.choices = [("", "Choose"), *names.items()]
    form.to.choices = [("", "Choose"), *names.items()]
    if form.validate_on_submit():
        with refusals.in_form(form):
            made = actions.casework.covers.cover(
                int(form.user.data or 0),
                int(form.to.data or 0),
                form.first.data,
                form.last.data,
                within=scope(),
                act=act(),
                note=form.note.data or "",
            )
            flash(
                f"{names[str(made.colleague_id)]} covers the caseload of "
                f"{names[str(made.user_id)]} until {say_date(made.last)}."
            )
            return redirect(url_for("adviser.caseloads"))
    return render_template("adviser/caseloads/cover.html", form=form)


@bp.post("/caseloads/cover/<int:number>/end")
@requires(Permission.HAND_OVER)
def caseload_cover_end(number: int) -> ResponseReturnValue:
    cover = found(store.casework.caseloads.cover(number, within=scope()))
    actions.casework.covers.end_cover(cover, act=act())
    flash("The cover has ended.")
    return redirect(url_for("adviser.caseloads"))
