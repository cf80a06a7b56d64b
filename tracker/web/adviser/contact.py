"""The note of a contact, corrected or added to, and the next follow-up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.adviser.happened.fields import LONG
from tracker.web.forms import SHORT, Day, Form, Needed, Text, Words
from tracker.web.guard import found, may_see_contact, requires, scope, standing_person
from tracker.web.named import naming


class AmendForm(Form):
    note = Words("Note", [Needed("Enter a note."), LONG])


@bp.route("/contacts/<int:number>", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def contact_amend(number: int) -> ResponseReturnValue:
    made = contact_that_counts(number)
    whose = found(store.people.records.get(made.person_id, within=scope()))
    root = whose.merged_into or whose.id
    corrects = actions.casework.contacts.may_correct(made, act=act())
    form = AmendForm(note=made.newest_note if corrects else "")
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.casework.contacts.amend(
                made, form.note.data or "", corrects=corrects, act=act()
            )
            flash("Note changed." if corrects else "Added to the note.")
            return redirect(url_for("adviser.person", number=root))
    naming.note([root])
    return render_template(
        "adviser/contact/amend.html",
        form=form,
        contact=made,
        person=root,
        name=whose.name,
        corrects=corrects,
    )


def contact_that_counts(number: int) -> store.casework.contacts.Contact:
    """A contact that counts and that the user may see; any other is not found."""
    made = found(store.casework.contacts.get(number, within=scope()))
    return found(made if made.withdrawn_at is None and may_see_contact(made) else None)


class FollowUpForm(Form):
    due = Day("When is the next contact due?")
    what = Text("What needs to be done? (optional)", [SHORT])


@bp.route("/people/<int:number>/follow-up", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def follow_up(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    planned = store.casework.follow_ups.of(person.id)
    form = FollowUpForm(
        due=planned.due if planned else None, what=planned.what if planned else ""
    )
    if form.validate_on_submit():
        none_needed = "none" in request.form
        due = None if none_needed else form.due.data
        with refusals.in_form(form):
            if due is None and not none_needed:
                raise Refusal("Enter the date it is due.", "due")
            actions.casework.contacts.follow_up_on(
                person.id,
                due,
                "" if none_needed else (form.what.data or "").strip(),
                within=scope(),
                act=act(),
            )
            flash(
                "No further contact is planned."
                if due is None
                else f"The next contact is due on {say_date(due)}."
            )
            return redirect(url_for("adviser.person", number=person.id))
    return render_template("adviser/contact/follow_up.html", form=form, person=person)
