"""The risk of NEET of one young person, and what a user decides about it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.year.risk import own_schemes, support_lists
from tracker.actions.year.risk_work import risk_deciding
from tracker.store.people.records import Person
from tracker.store.year.risk_decisions import Decision
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.forms import Form, Needed, Radios, Text
from tracker.web.guard import found, requires, scope, standing_person


class Deciding(Form):
    decision = Radios(
        "What did you decide?",
        [Needed("Select what you decided.")],
        choices=[
            (str(Decision.AGREED), "Support is agreed, in the plan that stands"),
            (str(Decision.NOT_NEEDED), "No support is needed now"),
        ],
    )
    reason = Text("Why no support is needed")


@bp.get("/people/<int:number>/risk")
@requires(Permission.SEE_PEOPLE)
def risk(number: int) -> ResponseReturnValue:
    return _shown(standing_person(number), Deciding(formdata=None))


@bp.post("/people/<int:number>/risk/decide")
@requires(Permission.RECORD_CONTACT)
def risk_decide(number: int) -> ResponseReturnValue:
    person, form = standing_person(number), Deciding()
    if form.validate_on_submit():
        with refusals.in_form(form):
            risk_deciding.decide(
                person.id,
                Decision(form.decision.data),
                reason=(form.reason.data or "").strip(),
                within=scope(),
                act=act(),
            )
            flash(f"Recorded: {form.decision.data}.")
            return redirect(url_for("adviser.risk", number=person.id))
    return _shown(person, form)


def _shown(person: Person, form: Deciding) -> ResponseReturnValue:
    schemes = own_schemes.schemes()
    row = found(
        support_lists.of_person(schemes.in_use, person.id, on=today(), within=scope())
    )
    return render_template(
        "adviser/plans/risk.html",
        person=person,
        row=row,
        scheme=schemes.in_use,
        form=form,
        decisions=store.year.risk_decisions.of(person.id),
        standing=next(
            (each for each in store.casework.plans.of(person.id) if each.stands), None
        ),
        users=store.accounts.users.names(within=scope()),
    )
