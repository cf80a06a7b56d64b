"""Recording a contact in three taps, correcting it, planning the follow-up."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import CHANNELS, Channel, Outcome, Visibility
from tracker.domain.casework.follow_up import FollowUp
from tracker.domain.history.membership import Folded
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.adviser.person_page import in_words
from tracker.web.forms import SHORT, Day, Form, Needed, Radios, Text, Tick, Words
from tracker.web.guard import found, may_see_contact, requires, scope, standing_person
from tracker.web.named import naming

AS_PROPOSED, ANOTHER_DAY, NONE_NEEDED = "proposed", "day", "none"
#: How many of the latest contacts stand beside the form.
SHOWN = 3
_LONG = Length(max=5000, message="Note must be 5,000 characters or fewer.")


class ContactForm(Form):
    outcome = Radios(
        "What happened?",
        [Needed("Select what happened.")],
        choices=[(str(each), each.label) for each in Outcome],
    )
    channel = Radios(
        "How did you contact them?",
        choices=[(str(each), each.label) for each in CHANNELS],
    )
    spoke_with = Text(
        "Who did you speak to, if not the young person? (optional)", [SHORT]
    )
    confirms = Tick("They are still doing the same")
    note = Words("Note (optional)", [_LONG])
    restricted = Tick("Restricted: only I and team leaders can read this contact")
    wrong = Tick("The number we hold is wrong")
    number = Text("Another number to reach them on (optional)", [SHORT])
    made_on = Day("When was it?")
    next = Radios(
        "When is the next contact due?",
        choices=[
            (AS_PROPOSED, "On the date suggested next to what happened"),
            (ANOTHER_DAY, "On a different day"),
            (NONE_NEEDED, "No further contact is needed"),
        ],
    )
    due = Day("Date it is due")


@bp.route("/people/<int:number>/contact", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def contact(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    known = actions.casework.contacts.folded(person, today())
    if known is None:
        return redirect(url_for("adviser.person", number=number))
    position = known.position
    lapses = position.lapses if position else None
    proposed = actions.casework.contacts.proposals(person, lapses, today())
    form = ContactForm(
        channel=Channel.PHONE, next=AS_PROPOSED, made_on=today(), wrong=True
    )
    if form.validate_on_submit():
        with refusals.in_form(form):
            made = _record(person, known, form, proposed)
            flash(_recorded(made, store.casework.follow_ups.of(person.id)))
            return redirect(url_for("adviser.person", number=number))
    made_before = store.casework.contacts.of(person.id)
    return render_template(
        "adviser/contact/record.html",
        form=form,
        person=person,
        known=known.known,
        wrong_numbers=store.casework.contacts.wrong_numbers(made_before),
        last=[each for each in made_before if may_see_contact(each)][:SHOWN],
        position=position,
        place=in_words.place_of(position),
        proposed=proposed,
        outcomes=list(Outcome),
        outcome=Outcome,
        same=_same(known),
    )


def _record(
    person: Person,
    known: Folded,
    form: ContactForm,
    proposed: dict[Outcome, FollowUp],
) -> store.casework.contacts.Contact:
    outcome = Outcome(form.outcome.data)
    due: date | None = proposed[outcome].due
    what = proposed[outcome].what
    if form.next.data == ANOTHER_DAY:
        if form.due.data is None:
            raise Refusal("Enter the date it is due.", "due")
        due = form.due.data
    elif form.next.data == NONE_NEEDED:
        due, what = None, ""
    is_wrong = outcome is Outcome.WRONG_NUMBER and form.wrong.data
    return actions.casework.contacts.record(
        person.id,
        NewContact(
            outcome=outcome,
            channel=Channel(form.channel.data),
            made_on=form.made_on.data or today(),
            spoke_with=(form.spoke_with.data or "").strip(),
            note=(form.note.data or "").strip(),
            visibility=Visibility.RESTRICTED
            if form.restricted.data
            else Visibility.TEAM,
            confirms=bool(form.confirms.data),
            wrong=known.known.phone if is_wrong else None,
            number=(form.number.data or "").strip(),
        ),
        next_due=due,
        what=what,
        within=scope(),
        act=act(),
    )


def _recorded(
    made: store.casework.contacts.Contact,
    then: store.casework.follow_ups.FollowUp | None,
) -> str:
    recorded = f"Contact recorded: {made.outcome}."
    if then is None or then.due is None:
        return f"{recorded} No further contact is planned."
    return f"{recorded} {then.what or 'Next contact'}: {say_date(then.due)}."


def _same(known: Folded) -> str:
    """What a contact may confirm, in words; "" where there is nothing to confirm."""
    position = known.position
    if (
        position is None
        or domain.history.still_doing.still_the_same(known.spells, position, today())
        is None
    ):
        return ""
    where = in_words.place_of(position)
    return f"{position.activity.title}{f', {where}' if where else ''}"


class AmendForm(Form):
    note = Words("Note", [Needed("Enter a note."), _LONG])


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
