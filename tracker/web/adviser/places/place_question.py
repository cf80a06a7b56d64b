"""The question to a young person's school or college: do they still attend?

See decision 0212.
"""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from tracker.access import Permission
from tracker.actions.history.known_person import Known
from tracker.actions.leavers import place_questions
from tracker.domain.reference.institution import Institution
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.forms import Form
from tracker.web.guard import register, requires, scope, standing_person


class Ask(Form):
    # The place that the page named: by the time of the answer it may be another.
    place = HiddenField()


@bp.route("/people/<int:number>/ask-place", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def ask_place(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    institution = _now_at(person)
    if institution is None:
        return _page(person, problem="The record has them at no place of the register.")
    form = Ask(place=institution.key)
    if form.validate_on_submit():
        with refusals.in_form(form):
            place_questions.ask(
                person, institution, place=form.place.data or "", act=act()
            )
            flash(f"{institution.name} has the question. Its answer closes it.")
            return redirect(url_for("adviser.person", number=number))
    return _page(
        person,
        form=form,
        institution=institution,
        waiting=place_questions.open_at(institution, within=scope()).get(number),
        problem=place_questions.problem(person, institution, on=today()),
    )


def _page(
    person: Person, *, institution: Institution | None = None, **more: Any
) -> ResponseReturnValue:
    return render_template(
        "adviser/places/ask.html", person=person, institution=institution, **more
    )


def _now_at(person: Person) -> Institution | None:
    """The institution where the record has a young person today."""
    known = Known.of(person, today())
    position = known.folded.position if known is not None else None
    key = position.institution if position is not None else None
    return register().by_key(key) if key is not None else None
