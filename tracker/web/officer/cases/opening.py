"""Opening a case: first its kind, then what arrived."""

import re
from datetime import date, datetime, time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions
from tracker.access import Permission
from tracker.actions.law.cases.opening import Requested
from tracker.domain.law.cases.case_kinds import (
    BREACH,
    BY_PREFIX,
    KINDS,
    REQUEST,
    Kind,
    Unit,
)
from tracker.domain.law.cases.clock import moment_on
from tracker.domain.law.cases.requesters import Requester, requesters
from tracker.domain.law.objections import To
from tracker.refusal import Refusal
from tracker.store.law.cases import Case
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.forms import SHORT, Day, Form, Needed, Radios, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope
from tracker.web.officer import bp
from tracker.web.officer.cases.rows import may_open, role_of
from tracker.wording.quotations import clipped

_REQUESTERS = {
    Requester.YOUNG_PERSON: "The young person",
    Requester.PARENT: "A parent or carer for them",
    Requester.THIRD_PARTY: "Another person or body",
    Requester.COUNCIL: "The council itself",
}
_GROUNDS = {
    To.RESEARCH: "Research and statistics",
    To.PUBLIC_TASK: "The council's own use for its public task",
}
#: The fields of a request of a third party, as the action names them.
_ABOUT_REQUEST = (
    "organisation",
    "purpose",
    "data",
    "sensitivity",
    "security",
    "retention",
)


class Opening(Form):
    received = Day("Received", [Needed("Enter the day on which it was received.")])
    title = Text(
        "What it is about, in a few words", [Needed("Enter what it is about."), SHORT]
    )
    people = Text("Number of the young person", [Optional()])
    requester = Radios("Who makes the request?", [Needed("Select who makes it.")])
    requester_name = Text("Their name, if it is not the young person", [SHORT])
    reference = Text("Reference in the council's own case system", [SHORT])


class OpeningBreach(Opening):
    hour = Text(
        "Time at which the council became aware",
        [Needed("Enter the time, such as 16:10.")],
    )


class OpeningObjection(Opening):
    ground = Radios("What do they object to?", [Needed("Select what they object to.")])


class OpeningThirdParty(Opening):
    organisation = Text("Which organisation?", [Needed("Enter the organisation.")])
    purpose = Words("For which purpose?", [Needed("Enter the purpose.")])
    data = Words("Which data, about which young people?", [Needed("Enter the data.")])
    sensitivity = Words("How sensitive is it?", [Needed("Enter how sensitive it is.")])
    security = Words("How is it kept safe?", [Needed("Enter how it is kept safe.")])
    retention = Words("How long is it kept?", [Needed("Enter how long it is kept.")])


_FORMS = {
    BREACH: OpeningBreach,
    "objection": OpeningObjection,
    REQUEST: OpeningThirdParty,
}


@bp.get("/cases/new")
@requires(Permission.SEE_SHARING)
def case_kinds() -> ResponseReturnValue:
    kinds = [kind for kind in KINDS.values() if may_open(kind)]
    return render_template(
        "officer/cases/kinds.html",
        kinds=found(kinds or None),
        deciders={kind.name: _deciders(kind) for kind in kinds},
    )


def _deciders(kind: Kind) -> str:
    """The titles of the roles that decide, and that approve what was decided."""
    words = role_of(Permission(kind.decided_by))
    if not kind.approved_by:
        return words
    return f"{words}, approved by {role_of(Permission(kind.approved_by)).lower()}"


@bp.route(f"/cases/new/<any({','.join(BY_PREFIX)}):prefix>", methods=["GET", "POST"])
@requires(Permission.SEE_SHARING)
def case_new(prefix: str) -> ResponseReturnValue:
    kind = BY_PREFIX[prefix]
    found(may_open(kind) or None)
    form = _FORMS.get(kind.name, Opening)()
    may_request = requesters(kind)
    form.requester.choices = [(each.value, _REQUESTERS[each]) for each in may_request]
    if len(may_request) == 1:
        # What leaves nothing to choose is chosen.
        form.requester.data = may_request[0].value
    if isinstance(form, OpeningObjection):
        form.ground.choices = [(each.value, words) for each, words in _GROUNDS.items()]
    if form.validate_on_submit():
        with refusals.in_form(form):
            case = _open(kind, form)
            flash(f"{case.name} has been opened.")
            return redirect(url_for("officer.case", number=case.id))
    return render_template("officer/cases/new.html", kind=kind, form=form)


def _open(kind: Kind, form: Opening) -> Case:
    requested = None
    if isinstance(form, OpeningThirdParty):
        requested = Requested(
            **{n: getattr(form, n).data or "" for n in _ABOUT_REQUEST}
        )
    return actions.law.cases.opening.open_case(
        kind,
        form.title.data or "",
        received=_received(kind, form),
        requester=Requester(form.requester.data),
        requester_name=form.requester_name.data or "",
        people=numbers(form.people.data or ""),
        reference=form.reference.data or "",
        ground=To(form.ground.data) if isinstance(form, OpeningObjection) else None,
        requested=requested,
        holder=me().id,
        within=scope(),
        act=act(),
    )


def _received(kind: Kind, form: Opening) -> datetime | date:
    """The day of receipt, or of a breach the moment in England."""
    day: date = form.received.data
    if kind.unit is not Unit.HOURS:
        return day
    assert isinstance(form, OpeningBreach)
    hour = re.fullmatch(
        r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", (form.hour.data or "").strip()
    )
    if hour is None:
        raise Refusal("Enter the time like 16:10.", "hour")
    at = time(int(hour[1]), int(hour[2]))
    return moment_on(day, at)


def numbers(typed: str) -> list[int]:
    """The numbers of young people in a field, between spaces or commas."""
    found_ = []
    for word in re.split(r"[\s,;]+", typed.strip()):
        if word:
            number = incoming.number(word)
            if number is None:
                raise Refusal(f"There is no young person {clipped(word)}.", "people")
            found_.append(number)
    return found_
