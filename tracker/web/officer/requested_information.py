"""Requests for information by sections 14 and 72, and gateways that are suspended."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.law.gateways import FIELDS, GATEWAYS, Direction
from tracker.domain.law.information_requests import REQUESTED, SECTIONS, Answer
from tracker.refusal import Refusal
from tracker.store.law.information_requests import InformationRequest
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import csv_file
from tracker.web.forms import SHORT, Day, Form, Needed, Radios, Text, Ticks, Words
from tracker.web.front import incoming
from tracker.web.guard import found, may, requires, scope
from tracker.web.officer import bp


class Requesting(Form):
    """What was requested of which school or college, and by which section."""

    section = Radios(
        "By which section?",
        [Needed("Choose the section.")],
        choices=[
            (each.number, f"Section {each.number}, {each.purpose}")
            for each in SECTIONS.values()
        ],
    )
    institution = Text(
        "School, college or provider",
        [Needed("Enter its number."), SHORT],
        description="Its URN, DfE number or UKPRN.",
    )
    people = Text(
        "About which young people?",
        [Needed("Enter about which young people."), SHORT],
        description="In words, such as all in Year 12. Name no young person.",
    )
    fields = Ticks(
        "What was requested?",
        choices=[(name, each.label) for name, each in REQUESTED.items()],
    )
    purpose = Text("Purpose, if it is another than the section's", [SHORT])
    sent_on = Day("Day on which it was sent", [Needed("Enter the day.")], default=today)
    due_on = Day("Answer due by (optional)", description="Four weeks after, if empty.")


class Answering(Form):
    """What became of a request."""

    outcome = Radios(
        "What became of it?",
        [Needed("Choose what became of it.")],
        choices=[(each.value, each.value.capitalize()) for each in Answer],
    )
    on = Day("Day of the answer", [Needed("Enter the day.")], default=today)
    batch = Text("Number of the import that it came in (optional)")
    note = Words(
        "How was it answered, or why was it refused?",
        render_kw={"params": {"rows": 3}},
    )


class Suspending(Form):
    """Suspending a gateway that stands by law."""

    on = Day("From", [Needed("Enter the day.")], default=today)
    reason = Words(
        "Why is it suspended?",
        [Needed("Enter why it is suspended.")],
        render_kw={"params": {"rows": 3}},
    )


@bp.get("/requests")
@requires(Permission.SEE_SHARING)
def information_requests() -> ResponseReturnValue:
    return render_template(
        "officer/information_requests.html",
        requests=store.law.information_requests.every(within=scope()),
        today=today(),
    )


@bp.get("/requests.csv")
@requires(Permission.SEE_SHARING)
def information_requests_file() -> ResponseReturnValue:
    return csv_file(
        "information-requests.csv",
        (
            *("Request", "Section", "To", "About", "Fields", "Purpose", "Sent", "Due"),
            *("Requested by", "Answer", "Answered", "Import", "Note"),
        ),
        [
            (
                *(each.id, each.section, each.party_name, each.people),
                *(" ".join(each.fields), each.purpose, each.sent_on, each.due_on),
                *(each.made_by, each.answer, each.answered_on, each.batch_id),
                each.note,
            )
            for each in store.law.information_requests.every(within=scope())
        ],
    )


@bp.route("/requests/new", methods=["GET", "POST"])
@requires(Permission.WORK_CASES)
def information_request_new() -> ResponseReturnValue:
    form = Requesting()
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"party": "institution"}):
            made = actions.law.information_requests.record(
                form.section.data,
                form.institution.data or "",
                people=form.people.data or "",
                fields=form.fields.data or (),
                purpose=form.purpose.data or "",
                sent_on=form.sent_on.data,
                due_on=form.due_on.data,
                act=act(),
            )
            flash(f"The request to {made.party_name} is recorded.")
            return redirect(url_for("officer.information_requests"))
    return render_template("officer/information_request_new.html", form=form)


@bp.route("/requests/<int:number>", methods=["GET", "POST"])
@requires(Permission.SEE_SHARING)
def information_request(number: int) -> ResponseReturnValue:
    """One request, and the form for its answer."""
    request = found(store.law.information_requests.get(number, within=scope()))
    form = Answering()
    may_answer = may(Permission.WORK_CASES) and request.answered_on is None
    if may_answer and form.validate_on_submit():
        with refusals.in_form(form):
            _answer(request, form)
            flash("The answer is recorded.")
            return redirect(url_for("officer.information_requests"))
    return render_template(
        "officer/information_request.html",
        request=request,
        law=SECTIONS[request.section].law,
        labels=[FIELDS[name].label for name in request.fields],
        form=form if may_answer else None,
        names=store.accounts.users.names(within=scope()),
    )


def _answer(request: InformationRequest, form: Any) -> None:
    typed = (form.batch.data or "").strip()
    batch = incoming.number(typed)
    if typed and batch is None:
        raise Refusal("Enter the number of an import.", "batch")
    actions.law.information_requests.answer(
        request.id,
        Answer(form.outcome.data),
        on=form.on.data,
        batch=batch,
        note=form.note.data or "",
        within=scope(),
        act=act(),
    )


@bp.get("/gateways/<key>")
@requires(Permission.SEE_SHARING)
def gateway(key: str) -> ResponseReturnValue:
    """A gateway that stands by law, and whether it is suspended."""
    return _gateway(key, Suspending())


def _gateway(key: str, form: Suspending) -> ResponseReturnValue:
    of = found(GATEWAYS.get(key))
    found((of.by_law and of.direction is Direction.OUT) or None)
    return render_template(
        "officer/gateway.html",
        gateway=of,
        labels=[FIELDS[name].label for name in of.fields],
        suspension=store.law.agreements.suspension_of(key, within=scope()),
        form=form if may(Permission.DECIDE_SHARING) else None,
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/gateways/<key>/suspend")
@requires(Permission.DECIDE_SHARING, fresh=True)
def gateway_suspend(key: str) -> ResponseReturnValue:
    found(GATEWAYS.get(key))
    form = Suspending()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.suspending.suspend(
                key, on=form.on.data, reason=form.reason.data or "", act=act()
            )
            flash(f"Nothing goes out by “{GATEWAYS[key].title}” meanwhile.")
            return redirect(url_for("officer.gateway", key=key))
    return _gateway(key, form)


@bp.post("/gateways/<key>/lift")
@requires(Permission.DECIDE_SHARING, fresh=True)
def gateway_lift(key: str) -> ResponseReturnValue:
    found(GATEWAYS.get(key))
    with refusals.flashed():
        actions.law.suspending.lift(key, act=act())
        flash(f"“{GATEWAYS[key].title}” is open again.")
    return redirect(url_for("officer.gateway", key=key))
