"""Making a young person's address confidential, and lifting that."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.domain.people.confidential_homes import Why, WhyNot
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.forms import Form, Needed, Radios
from tracker.web.guard import requires, scope, standing_person


class Confidential(Form):
    """The reason why an address is confidential."""

    because = Radios(
        "Why?",
        [Needed("Select the reason.")],
        choices=[(each.value, each.value.capitalize()) for each in Why],
    )


class Lifting(Form):
    """The reason why an address is no longer confidential."""

    because = Radios(
        "Why is it not confidential any more?",
        [Needed("Select the reason.")],
        choices=[(each.value, each.value.capitalize()) for each in WhyNot],
    )


@bp.route("/people/<int:number>/confidential-address", methods=["GET", "POST"])
@requires(Permission.OPEN_SEALED)
def person_address(number: int) -> ResponseReturnValue:
    person, form = standing_person(number), Confidential()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.people.confidential_addresses.record(
                person.id, Why(form.because.data), within=scope(), act=act()
            )
            flash("Recorded. Their address is on no page, list or file from now on.")
            return redirect(url_for("adviser.person", number=person.id))
    return render_template(
        "adviser/person_page/confidential_address.html", person=person, form=form
    )


@bp.route("/people/<int:number>/address-for-all", methods=["GET", "POST"])
@requires(Permission.GUARD_CONFIDENTIALITY, fresh=True)
def person_address_lift(number: int) -> ResponseReturnValue:
    person, form = standing_person(number), Lifting()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.people.confidential_addresses.lift(
                person.id, WhyNot(form.because.data), within=scope(), act=act()
            )
            flash("Recorded. Their address is shown, searched and returned again.")
            return redirect(url_for("adviser.person", number=person.id))
    return render_template(
        "adviser/person_page/address_lift.html", person=person, form=form
    )
