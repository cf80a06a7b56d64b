"""What is sealed of one young person: opened for a reason, for a short time."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.looks.opening_sealed import LASTS
from tracker.domain.law.look_reasons import REASONS
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.adviser.person_page import in_words
from tracker.web.forms import Form, Text
from tracker.web.guard import me, register, requires, scope, standing_person


class Opening(Form):
    words = Text("Another reason")


@bp.route("/people/<int:number>/sealed", methods=["GET", "POST"])
@requires(Permission.OPEN_SEALED, fresh=True)
def person_sealed(number: int) -> ResponseReturnValue:
    person, form = standing_person(number), Opening()
    here = url_for("adviser.person_sealed", number=number)
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.looks.opening_sealed.open_for(
                person.id,
                request.form.get("clicked", ""),
                form.words.data or "",
                permissions=me().does.permissions,
                session=_session(),
                within=scope(),
                act=act(),
            )
            return redirect(here)
    found = actions.law.looks.opening_sealed.opened(
        person.id, session=_session(), act=act()
    )
    return render_template(
        "adviser/person_page/sealed.html",
        person=person,
        form=form,
        reasons=REASONS,
        anything=bool(store.history.sealed_facts.people_with([person.id])),
        opened=found,
        until=found.look.opened_at + LASTS if found else None,
        pieces=in_words.sealed(found.evidence, register()) if found else (),
        here=here,
    )


def _session() -> str:
    session = me().session
    assert session is not None  # the guard lets in no other user
    return session.name
