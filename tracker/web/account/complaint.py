"""The form to complain about the use of personal data; it needs no account (D-15)."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.actions.act import Act
from tracker.actions.law.cases.complaints import BY_FORM
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.reference.academic_year import say_date
from tracker.web import refusals
from tracker.web.account import bp
from tracker.web.acting import now, today
from tracker.web.forms import SHORT, Form, Needed, Radios, Text, Words
from tracker.web.guard import public

_WRITES = (
    (Requester.YOUNG_PERSON.value, "I am the young person"),
    (Requester.PARENT.value, "I am the parent or carer"),
    (Requester.THIRD_PARTY.value, "I write for another person, or about my account"),
)


class Complaint(Form):
    """Who complains, how they are reached, and their words."""

    requester = Radios(
        "Who are you?", [Needed("Select who you are.")], choices=list(_WRITES)
    )
    name = Text("Your name", [Needed("Enter your name."), SHORT])
    answer_to = Text(
        "Where can we reach you?",
        [Needed("Enter where we can reach you."), SHORT],
        description="An email address, a telephone number or a postal address.",
    )
    words = Words(
        "What do you complain about?",
        [Needed("Enter what you complain about.")],
        description="Say whose information it is about, and what should be put right.",
        render_kw={"params": {"rows": 8}},
    )


@bp.route("/privacy/complain", methods=["GET", "POST"])
@public
def complain() -> ResponseReturnValue:
    given = current_app.config["TRACKER"]
    authority = given.authority
    if not authority:
        abort(404)
    form = Complaint()
    if form.validate_on_submit():
        by_form = Act(by=BY_FORM, at=now(), on=today(), authority=authority)
        shown = store.database.shown
        with refusals.in_form(form), shown.as_council(), shown.showing(authority):
            case = actions.law.cases.complaints.receive(
                form.words.data or "",
                requester=Requester(form.requester.data),
                name=form.name.data or "",
                answer_to=form.answer_to.data or "",
                act=by_form,
            )
            until = "" if case.due_on is None else f" by {say_date(case.due_on)}"
            flash(
                f"We have your complaint. Its reference is {case.name}. "
                f"We confirm{until} that we have it."
            )
            return redirect(url_for("account.privacy", _anchor="complain"))
    return render_template("account/complain.html", form=form)
