"""Restrictions: the list of all, and the form to record an answer."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions
from tracker.access import Permission, Scope
from tracker.actions.law.restrictions import Written
from tracker.domain.history.details.restriction_answers import By, How
from tracker.domain.law.restrictions import State
from tracker.domain.reference.institution import Institution
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Day, Form, Needed, Radios, Text
from tracker.web.guard import me, register, requires, scope, standing_person
from tracker.web.look.listing import Filter, Listing, Option
from tracker.web.officer import bp

#: The choices of a form, in their order.
ANSWERS = (("no", "No: only identity and address"), ("yes", "Yes: everything"))
BY = ((By.PARENT, "A parent"), (By.YOUNG_PERSON, "The young person"))
HOW = (
    (How.LETTER, "By letter"),
    (How.EMAIL, "By email"),
    (How.PHONE, "By phone"),
    (How.IN_PERSON, "In person"),
)


class Answered(Form):
    """An answer that did not come with a census."""

    answer = Radios(
        "May the school or college pass on their details?",
        [Needed("Select the answer.")],
        choices=ANSWERS,
    )
    by = Radios("Who answered?", [Needed("Select who answered.")], choices=BY)
    how = Radios("How?", [Needed("Select how the answer came.")], choices=HOW)
    as_at = Day("Date of the answer", [Needed("Enter the date.")])
    reference = Text("Where the letter is kept", [Optional()])

    def written(self) -> Written:
        """The answer as entered."""
        return Written(
            self.answer.data == "yes",
            By(self.by.data),
            How(self.how.data),
            self.as_at.data,
            self.reference.data or "",
        )


class AnsweredTo(Answered):
    """The same, with the institution that the answer is to."""

    institution = Text("Number of the school or college", [Needed("Enter the number.")])


@bp.get("/restrictions")
@requires(Permission.SEE_SHARING)
def restrictions() -> ResponseReturnValue:
    rows = actions.law.restrictions.register(on=today(), within=scope())
    listing = Listing(
        rows,
        keys={
            "name": lambda each: (each.answer.family, each.answer.given),
            "institution": lambda each: each.institution_name or "",
            "since": lambda each: each.since,
        },
        filters=(
            Filter(
                "state",
                "State",
                lambda each: [Option(each.state, each.state.capitalize())],
                ordered=tuple(State),
            ),
        ),
    )
    return render_template(
        "officer/restrictions.html",
        listing=listing,
        offered=actions.law.rights_offered.by_school(on=today(), within=scope()),
    )


@bp.route("/people/<int:number>/restriction", methods=["GET", "POST"])
@requires(Permission.RECORD_RESTRICTIONS)
def restriction(number: int) -> ResponseReturnValue:
    if me().does.of_institution:
        abort(404)  # they record it among their own restrictions
    person = standing_person(number)
    rows = actions.law.restrictions.register(
        on=today(), persons=[person.id], within=scope()
    )
    form = AnsweredTo(institution=_number([each.institution for each in rows]))
    if form.validate_on_submit():
        with refusals.in_form(form):
            written = form.written()
            actions.law.restrictions.record(
                person.id,
                written,
                institution=_institution(form.institution.data or ""),
                within=scope(),
                act=act(),
            )
            flash(outcome_of(written, person.id, within=scope()))
            return redirect(url_for("adviser.person", number=person.id))
    return render_template(
        "officer/restriction.html", person=person, form=form, rows=rows
    )


def outcome_of(written: Written, person: int, *, within: Scope) -> str:
    """The sentence after an answer was recorded."""
    if actions.law.restrictions.has_force(written, person, within=within):
        return "Recorded. It can be taken back."
    return (
        "Recorded. It changes nothing, because from the sixteenth birthday only the "
        "young person can answer."
    )


def _number(keys: list[str | None]) -> str:
    """The number of the only institution with a restriction, as the form begins."""
    known = {key for key in keys if key}
    return known.pop().partition(":")[2] if len(known) == 1 else ""


def _institution(number: str) -> Institution:
    ref = actions.intake.load.reference(number, me().authority)
    found = register().resolve(ref) if ref is not None else None
    if found is None:
        raise Refusal(
            "The register has no institution with this number.", "institution"
        )
    return found
