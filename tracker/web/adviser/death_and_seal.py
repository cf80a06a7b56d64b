"""Recording a death, sealing a former identity, and naming a person outward or not."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions
from tracker.access import Permission
from tracker.domain.people.naming import BY_HAND, Because
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.forms import Choice, Day, Form, Needed, Radios, Text, Tick
from tracker.web.guard import requires, scope, standing_person


class Died(Form):
    """The date of death, and that it has been confirmed."""

    died = Day("When did they die?", [Needed("Enter the date.")])
    sure = Tick(
        "A relative, the school or another authority has confirmed it",
        [Needed("Tick that it has been confirmed.")],
    )


@bp.route("/people/<int:number>/died", methods=["GET", "POST"])
@requires(Permission.UPDATE_STATUS)
def person_died(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    form = Died()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.people.deaths.record(
                person.id, form.died.data, within=scope(), act=act()
            )
            flash(
                "Recorded. They are on no list any more, and no letter or message "
                "goes out. You can undo this under what was recorded by hand."
            )
            return redirect(url_for("adviser.person", number=person.id))
    return render_template("adviser/person_page/died.html", person=person, form=form)


class NotNamed(Form):
    """The reason why a young person is not named outward."""

    because = Radios(
        "Why?",
        [Needed("Select the reason.")],
        choices=[(each.value, each.value.capitalize()) for each in BY_HAND],
    )


@bp.route("/people/<int:number>/not-named-outward", methods=["GET", "POST"])
@requires(Permission.UPDATE_STATUS)
def person_not_named(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    form = NotNamed()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.people.not_named_outward.record(
                person.id, Because(form.because.data), within=scope(), act=act()
            )
            flash("Recorded. They are named on no list that leaves the team.")
            return redirect(url_for("adviser.person", number=person.id))
    return render_template(
        "adviser/person_page/not_named.html", person=person, form=form
    )


@bp.post("/people/<int:number>/named-outward")
@requires(Permission.UPDATE_STATUS)
def person_named_again(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    with refusals.flashed():
        actions.people.not_named_outward.lift(person.id, within=scope(), act=act())
        flash("Recorded. They may be named on lists again.")
    return redirect(url_for("adviser.person", number=person.id))


class Seal(Form):
    """The former details to seal; a field that is left empty seals nothing."""

    given = Text("Former given name", [Optional()])
    family = Text("Former family name", [Optional()])
    sex = Choice(
        "Former sex",
        choices=[("", "Do not seal"), ("F", "Female"), ("M", "Male")],
    )


@bp.route("/people/<int:number>/seal", methods=["GET", "POST"])
@requires(Permission.SEAL_IDENTITY, fresh=True)
def person_seal(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    form = Seal()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.people.seals.seal(
                person.id,
                given=form.given.data or "",
                family=form.family.data or "",
                sex=form.sex.data or "",
                within=scope(),
                act=act(),
            )
            flash(
                "Sealed. Only users with the permission find or read the former "
                "identity. You can undo this under what was recorded by hand."
            )
            return redirect(url_for("adviser.person", number=person.id))
    return render_template("adviser/person_page/seal.html", person=person, form=form)
