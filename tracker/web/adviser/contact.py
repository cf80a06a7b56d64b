"""A contact corrected, its note added to, and the next follow-up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.casework.contact_changes import Corrected
from tracker.domain.casework.contact import Channel, Outcome, Purpose, Visibility
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.casework.contacts import Contact
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.adviser.happened.fields import (
    HEARD,
    HOW,
    LONG,
    PURPOSES,
    outcomes,
)
from tracker.web.forms import SHORT, Choice, Day, Form, Needed, Text, Tick, Words
from tracker.web.front import incoming
from tracker.web.guard import found, may_see_contact, requires, scope, standing_person
from tracker.web.named import naming


class AmendForm(Form):
    note = Words("Note", [Needed("Enter a note."), LONG])


class CorrectForm(Form):
    outcome = Choice("What came of it", choices=[])
    channel = Choice("How", choices=[(str(each), words) for each, words in HOW.items()])
    made_on = Day("When", [Needed("Enter when it was.")])
    purpose = Choice("What for (optional)", choices=PURPOSES)
    spoke_with = Text("Who you spoke to, if someone else (optional)", [SHORT])
    restricted = Tick("Restricted: only I and team leaders can read this contact")
    note = Words("Note (optional)", [LONG])


@bp.route("/contacts/<int:number>", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def contact_amend(number: int) -> ResponseReturnValue:
    made = contact_that_counts(number)
    whose = found(store.people.records.get(made.person_id, within=scope()))
    root = whose.merged_into or whose.id
    corrects = actions.casework.contacts.may_correct(made, act=act())
    if corrects and actions.casework.contact_changes.is_alone(made):
        return _correct(made, whose)
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


def _correct(made: Contact, whose: Person) -> ResponseReturnValue:
    """The page on which the author corrects all of a contact."""
    root = whose.merged_into or whose.id
    form = CorrectForm(
        outcome=made.outcome,
        channel=made.channel,
        made_on=made.made_on,
        purpose=made.purpose or "",
        spoke_with=made.spoke_with,
        restricted=made.visibility == Visibility.RESTRICTED,
        note=made.newest_note,
    )
    form.outcome.choices = [
        (value, words) for value, words in outcomes(whose.given) if value != HEARD
    ]
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.casework.contact_changes.correct(
                made, _corrected(form), within=scope(), act=act()
            )
            flash("Contact corrected. What stood there before is kept.")
            return redirect(url_for("adviser.person", number=root))
    naming.note([root])
    return render_template(
        "adviser/contact/correct.html",
        form=form,
        contact=made,
        person=root,
        name=whose.name,
    )


def _corrected(form: CorrectForm) -> Corrected:
    hidden = bool(form.restricted.data)
    return Corrected(
        outcome=Outcome(form.outcome.data),
        channel=Channel(form.channel.data),
        made_on=form.made_on.data,
        spoke_with=" ".join(incoming.plain(form.spoke_with.data or "").split()),
        note=incoming.plain(form.note.data or "").strip(),
        visibility=Visibility.RESTRICTED if hidden else Visibility.TEAM,
        purpose=Purpose(form.purpose.data) if form.purpose.data else None,
    )


def contact_that_counts(number: int) -> Contact:
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
