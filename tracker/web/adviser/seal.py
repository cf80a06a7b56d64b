"""Sealing a former identity of a young person."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import Permission
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.forms import Choice, Form, Text
from tracker.web.guard import found, requires, scope


class Seal(Form):
    """The former details to seal; a field that is left empty seals nothing."""

    given = Text("Former given name", [Optional()])
    family = Text("Former family name", [Optional()])
    sex = Choice(
        "Former sex",
        choices=[("", "Do not seal"), ("F", "Female"), ("M", "Male")],
    )


@bp.route("/people/<int:number>/seal", methods=["GET", "POST"])
@requires(Permission.SEAL_IDENTITY)
def person_seal(number: int) -> ResponseReturnValue:
    person = found(store.people.records.get(number, within=scope()))
    found(person if person.merged_into is None else None)
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
