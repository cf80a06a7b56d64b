"""Recording that a young person has died."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.forms import Day, Form, Needed, Tick
from tracker.web.guard import found, requires, scope


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
    person = found(store.people.records.get(number, within=scope()))
    found(person if person.merged_into is None else None)
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
