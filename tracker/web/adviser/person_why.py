"""The reason for opening a record outside one's own lists: one click."""

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.domain.law.look_reasons import REASONS
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.forms import Form, Text
from tracker.web.guard import requires, scope, standing_person

#: The address of a page about a contact.
_OF_CONTACT = re.compile(r"/contacts/\d+(/[a-z-]+)?(\?|\Z)", re.ASCII)


class Why(Form):
    words = Text("Another reason")


@bp.route("/people/<int:number>/why", methods=["GET", "POST"])
@requires(Permission.SEE_PEOPLE)
def person_why(number: int) -> ResponseReturnValue:
    person, form = standing_person(number), Why()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.casework.look_reasons.give(
                person.id,
                request.form.get("clicked", ""),
                form.words.data or "",
                within=scope(),
                act=act(),
            )
            return redirect(_to(number))
    return render_template(
        "adviser/person_page/why.html",
        person=person,
        form=form,
        reasons=REASONS,
        here=request.full_path.rstrip("?"),
    )


def _to(number: int) -> str:
    """The page that was to be opened: one about the same record, or the record.

    A page about a contact of another record wants a reason of its own.
    """
    wanted, record = (
        request.args.get("to", ""),
        url_for("adviser.person", number=number),
    )
    is_of_record = wanted == record or wanted.startswith((f"{record}/", f"{record}?"))
    return wanted if is_of_record or _OF_CONTACT.match(wanted) else record
