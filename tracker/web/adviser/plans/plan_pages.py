"""A plan with a young person: made, looked at, signed, carried out, ended, printed.

See decision 0201.
"""

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.actions.casework.plans import agreeing, plan_outcomes
from tracker.domain.casework.plan import (
    ActionOutcome,
    Actor,
    Ending,
    outcomes_of,
)
from tracker.domain.reference.academic_year import say_date
from tracker.store.accounts.audit import Action
from tracker.store.casework.plans import Plan, PlanAction
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.adviser.plans import plan_form
from tracker.web.attachments import attachment
from tracker.web.forms import Day, Form, Needed, Radios
from tracker.web.guard import found, requires, scope, standing_person


class Signing(Form):
    signed_on = Day("Signed on")


class Ended(Form):
    ending = Radios(
        "Why does it end?",
        [Needed("Select why the plan ends.")],
        choices=[(str(each), each.capitalize()) for each in agreeing.CHOSEN],
    )


class Outcome(Form):
    outcome = Radios("What came of it?", [Needed("Select what came of it.")])


@bp.route("/people/<int:number>/plan", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def plan_new(number: int) -> ResponseReturnValue:
    """The form of a plan. Saving it ends the plan that stands."""
    person = standing_person(number)
    standing = next((each for each in _plans(person) if each.stands), None)
    form = plan_form.form_of(person.given or "Young person", standing)
    if form.is_submitted():
        new = plan_form.read(form)
        if not form.summary:
            with refusals.in_form(form):
                made = agreeing.agree(person.id, new, within=scope(), act=act())
                flash(
                    f"Plan with {person.name} recorded. Its review is on "
                    f"{say_date(new.review_on) if new.review_on else ''}."
                )
                return redirect(url_for("adviser.plan", number=person.id, plan=made))
    return render_template(
        "adviser/plans/new.html",
        form=form,
        person=person,
        steps=list(form.rows(plan_form.STEPS)),
        referrals=list(form.rows(plan_form.REFERRALS)),
        standing=standing,
    )


@bp.get("/people/<int:number>/plans/<int:plan>")
@requires(Permission.RECORD_CONTACT)
def plan(number: int, plan: int) -> ResponseReturnValue:
    person = standing_person(number)
    agreed = _plan(person, plan)
    return _shown(person, agreed, Signing(signed_on=today()), Ended())


def _shown(
    person: Person, agreed: Plan, signing: Signing, ended: Ended
) -> ResponseReturnValue:
    return render_template(
        "adviser/plans/plan.html",
        person=person,
        plan=agreed,
        signing=signing,
        ended=ended,
        another_stands=any(
            each.stands for each in _plans(person) if each.id != agreed.id
        ),
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


@bp.post("/people/<int:number>/plans/<int:plan>/sign")
@requires(Permission.RECORD_CONTACT)
def plan_sign(number: int, plan: int) -> ResponseReturnValue:
    person, form = standing_person(number), Signing()
    agreed = _plan(person, plan)
    if form.validate_on_submit():
        with refusals.in_form(form):
            agreeing.sign(
                plan, person.id, form.signed_on.data, within=scope(), act=act()
            )
            flash("Recorded as signed.")
            return redirect(url_for("adviser.plan", number=number, plan=plan))
    return _shown(person, agreed, form, Ended(formdata=None))


@bp.post("/people/<int:number>/plans/<int:plan>/end")
@requires(Permission.RECORD_CONTACT)
def plan_end(number: int, plan: int) -> ResponseReturnValue:
    person, form = standing_person(number), Ended()
    agreed = _plan(person, plan)
    if form.validate_on_submit():
        with refusals.in_form(form):
            agreeing.end(
                plan, person.id, Ending(form.ending.data), within=scope(), act=act()
            )
            flash("The plan has ended. It is kept, and its end can be undone.")
            return redirect(url_for("adviser.plan", number=number, plan=plan))
    return _shown(person, agreed, Signing(formdata=None, signed_on=today()), form)


@bp.post("/people/<int:number>/plans/<int:plan>/resume")
@requires(Permission.RECORD_CONTACT)
def plan_resume(number: int, plan: int) -> ResponseReturnValue:
    person = standing_person(number)
    _plan(person, plan)
    with refusals.flashed():
        agreeing.resume(plan, person.id, within=scope(), act=act())
        flash("The plan stands again.")
    return redirect(url_for("adviser.plan", number=number, plan=plan))


@bp.route(
    "/people/<int:number>/plans/<int:plan>/actions/<int:action>",
    methods=["GET", "POST"],
)
@requires(Permission.RECORD_CONTACT)
def plan_action(number: int, plan: int, action: int) -> ResponseReturnValue:
    """Where an action or a referral, as a work item, is done."""
    person = standing_person(number)
    agreed = _plan(person, plan)
    step = _action(agreed, action)
    form = Outcome(outcome=step.outcome)
    form.outcome.choices = [
        (str(each), each.capitalize()) for each in outcomes_of(Actor(step.actor))
    ]
    if form.validate_on_submit():
        with refusals.in_form(form):
            plan_outcomes.finish(
                action,
                plan,
                person.id,
                ActionOutcome(form.outcome.data),
                within=scope(),
                act=act(),
            )
            flash(f"Recorded: {form.outcome.data}.")
            return redirect(url_for("adviser.plan", number=number, plan=plan))
    return render_template(
        "adviser/plans/action.html",
        form=form,
        person=person,
        plan=agreed,
        step=step,
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


@bp.post("/people/<int:number>/plans/<int:plan>/actions/<int:action>/reopen")
@requires(Permission.RECORD_CONTACT)
def plan_action_reopen(number: int, plan: int, action: int) -> ResponseReturnValue:
    person = standing_person(number)
    _action(_plan(person, plan), action)
    with refusals.flashed():
        plan_outcomes.reopen(action, plan, person.id, within=scope(), act=act())
        flash("It is open again.")
    return redirect(
        url_for("adviser.plan_action", number=number, plan=plan, action=action)
    )


@bp.get("/people/<int:number>/plans/<int:plan>.pdf")
@requires(Permission.RECORD_CONTACT, offered_on="adviser.plan")
def plan_file(number: int, plan: int) -> ResponseReturnValue:
    """The plan to print and sign (Education and Skills Act 2008, section 71)."""
    person = standing_person(number)
    agreed = _plan(person, plan)
    made = actions.casework.plans.printing.document(
        agreed,
        person,
        council=current_app.config["TRACKER"].organisation,
        within=scope(),
    )
    act().note_alone(
        Action.PLAN_DOWNLOADED,
        f"person {person.id}",
        people=[person.id],
        plan=agreed.id,
        why=g.get("why") or "plan of the young person",
    )
    return attachment(
        f"{made.name}-{agreed.id}.pdf",
        reporting.documents.printed.pdf(made, on=today()),
    )


def _plans(person: Person) -> list[Plan]:
    return list(store.casework.plans.of(person.id))


def _plan(person: Person, number: int) -> Plan:
    """A plan of this person; any other is not found."""
    return found(store.casework.plans.of_person(number, person.id))


def _action(agreed: Plan, number: int) -> PlanAction:
    return found(next((each for each in agreed.actions if each.id == number), None))
