"""Contacts for the wrong person: taken back, listed, and put back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.casework.contact_changes import LONGEST_REASON
from tracker.domain.casework.contact import Visibility
from tracker.store.casework.contacts import Contact
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.adviser.contact import contact_that_counts
from tracker.web.forms import Form, Words
from tracker.web.guard import (
    found,
    may_see_contact,
    me,
    requires,
    scope,
    standing_person,
)
from tracker.web.named import naming


class Reason(Form):
    because = Words(
        "Reason",
        [
            Length(
                max=LONGEST_REASON,
                message=f"Reason must be {LONGEST_REASON} characters or fewer.",
            )
        ],
    )


@bp.route("/contacts/<int:number>/take-back", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def contact_withdraw(number: int) -> ResponseReturnValue:
    made = contact_that_counts(number)
    if actions.casework.contact_changes.is_of_list(made):
        # What was saved for many young people is shown, and taken back, as a whole.
        return redirect(url_for("adviser.bulk_made", number=made.entry_id))
    form = Reason()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.casework.contact_changes.withdraw(
                made,
                because=form.because.data or "",
                permissions=me().does.permissions,
                within=scope(),
                act=act(),
            )
            flash("The contact was taken back, and so was anything it confirmed.")
            return redirect(url_for("adviser.person", number=_root(made)))
    return _page(form, made, puts_back=False)


@bp.route("/contacts/<int:number>/put-back", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def contact_restore(number: int) -> ResponseReturnValue:
    made = found(store.casework.contacts.get(number, within=scope()))
    found(made if made.withdrawn_at is not None and may_see_contact(made) else None)
    form = Reason()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.casework.contact_changes.restore(
                made,
                because=form.because.data or "",
                permissions=me().does.permissions,
                act=act(),
            )
            flash("The contact counts again, and so does anything it confirmed.")
            return redirect(url_for("adviser.person", number=_root(made)))
    return _page(form, made, puts_back=True)


@bp.get("/people/<int:number>/contacts-taken-back")
@requires(Permission.RECORD_CONTACT)
def contacts_withdrawn(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    contacts = store.casework.contacts.withdrawn(person.id)
    return render_template(
        "adviser/contact/taken_back.html",
        person=person,
        contacts=[each for each in contacts if may_see_contact(each)],
        names=store.accounts.users.names(within=scope()),
    )


def _page(form: Reason, made: Contact, *, puts_back: bool) -> str:
    naming.note([_root(made)])
    return render_template(
        "adviser/contact/withdrawal.html",
        form=form,
        contact=made,
        person=_root(made),
        puts_back=puts_back,
        restricted=made.visibility == Visibility.RESTRICTED,
    )


def _root(made: Contact) -> int:
    return next(iter(store.people.records.persons_of([made.person_id])))
