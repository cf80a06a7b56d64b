"""What can be done in a case: one form for each step and each turn of its clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.cases import case_steps
from tracker.domain.law.cases.case_kinds import CORRECTION, REQUEST, Step
from tracker.domain.law.cases.requesters import EVIDENCE, Recipient
from tracker.domain.law.gateways import FIELDS, GATEWAYS, THIRD_PARTY
from tracker.refusal import Refusal
from tracker.store.law.cases import Case, CaseEvent
from tracker.web import refusals
from tracker.web.acting import act, now_on_day
from tracker.web.forms import Choice, Day, Form, Needed, Radios, Text, Ticks, Words
from tracker.web.front import incoming
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.officer import bp
from tracker.web.officer.cases.opening import numbers
from tracker.web.officer.cases.rows import CaseRow, may_work_on, permission_of
from tracker.wording import case_words
from tracker.wording.counts import counted


class Noting(Form):
    on = Day("Day, if it was not today")
    note = Words("Note", [Optional()])


class Evidencing(Noting):
    evidence = Radios("What was checked?", [Needed("Select what was checked.")])


class Reasoned(Form):
    note = Words("Why?", [Needed("Enter the reason.")])


class Pausing(Noting):
    note = Words(
        "What does the requester have to answer?",
        [Needed("Enter what the requester has to answer.")],
    )


class Extending(Noting):
    months = Radios(
        "By how long?",
        [Needed("Select by how long.")],
        choices=[("1", "1 month"), ("2", "2 months")],
    )
    note = Words(
        "The reason that the requester was given", [Needed("Enter the reason.")]
    )


class Deciding(Form):
    outcome = Radios("Decision", [Needed("Select the decision.")])
    note = Words("Reasons", [Needed("Enter the reasons of the decision.")])


class DecidingRequest(Deciding):
    conditions = Words("Conditions, if it is approved", [Optional()])
    expires_on = Day("Approval expires")
    destroy_by = Day("Data destroyed by")
    fields = Ticks(
        "What may be given, if it is approved?",
        choices=[(name, FIELDS[name].label) for name in GATEWAYS[THIRD_PARTY].fields],
    )


class DecidingShare(Deciding):
    recipient = Radios(
        "Shared, or not shared, with which body?",
        [Needed("Select with which body it is shared or not.")],
        choices=[(each.value, each.capitalize()) for each in Recipient],
    )
    review_on = Day("Day of the review")


class Handing(Form):
    holder = Choice("New holder", [Needed("Select a colleague.")])


class Affecting(Form):
    people = Words("Numbers of young people", [Optional()])
    batch = Text("Or the number of an import: everybody in its lines", [Optional()])
    disclosure = Text(
        "Or the mark of a disclosure, such as D-2026-418: everybody in it", [Optional()]
    )


class Noticing(Form):
    fields = Ticks(
        "Which details have been corrected?",
        choices=[
            (name, FIELDS[name].label)
            for name in actions.law.disclosed_values.CELLS
            if name != actions.law.disclosed_values.SEALED
        ],
        default=[*actions.law.cases.correction_notices.LASTING],
    )


Verb = Callable[[int, Any], str | None]


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that can be done: its words, its form, and the verb that does it.

    ``done`` is the sentence after it, where the verb returns no other.
    """

    title: str
    form: type[Form]
    does: Verb
    done: str


def _given() -> dict[str, Any]:
    return {"within": scope(), "act": act()}


def _step(step: Step) -> Doing:
    def does(number: int, form: Any) -> None:
        evidence = form.evidence.data if isinstance(form, Evidencing) else ""
        actions.law.cases.case_steps.take(
            number,
            step,
            on=form.on.data,
            evidence=evidence or "",
            note=form.note.data or "",
            **_given(),
        )

    with_evidence = step in (Step.IDENTITY, Step.AUTHORITY)
    return Doing(
        case_words.NEXT[step],
        Evidencing if with_evidence else Noting,
        does,
        f"{case_words.EVENTS[step]}.",
    )


def _pause(number: int, form: Any) -> None:
    actions.law.cases.case_steps.pause(
        number, form.note.data, on=form.on.data, **_given()
    )


def _resume(number: int, form: Any) -> None:
    actions.law.cases.case_steps.resume(
        number, note=form.note.data or "", on=form.on.data, **_given()
    )


def _extend(number: int, form: Any) -> None:
    actions.law.cases.case_steps.extend(
        number, int(form.months.data), form.note.data, on=form.on.data, **_given()
    )


def _advise(number: int, form: Any) -> None:
    actions.law.cases.case_steps.advise(number, form.note.data, **_given())


def _decide(number: int, form: Any) -> None:
    terms: dict[str, Any] = {}
    if isinstance(form, DecidingRequest):
        terms = {
            "conditions": form.conditions.data or "",
            "expires_on": form.expires_on.data,
            "destroy_by": form.destroy_by.data,
            "fields": form.fields.data or (),
        }
    elif isinstance(form, DecidingShare):
        terms = {
            "recipient": form.recipient.data,
            "review_on": form.review_on.data,
        }
    actions.law.cases.deciding.decide(
        number, form.outcome.data, form.note.data, **terms, **_given()
    )


def _approve(number: int, form: Any) -> None:
    actions.law.cases.deciding.approve(number, form.note.data or "", **_given())


def _send_back(number: int, form: Any) -> None:
    actions.law.cases.deciding.send_back(number, form.note.data, **_given())


def _hand(number: int, form: Any) -> None:
    holder = incoming.number(str(form.holder.data)) or 0
    actions.law.cases.case_steps.hand_to(number, holder, **_given())


def _affected(number: int, form: Any) -> None:
    typed = (form.batch.data or "").strip()
    batch = incoming.number(typed)
    if typed and batch is None:
        raise Refusal("Enter the number of an import.", "batch")
    actions.law.cases.case_steps.set_affected(
        number,
        people=numbers(form.people.data or ""),
        batch=batch,
        disclosure=form.disclosure.data or "",
        **_given(),
    )


def _notices(number: int, form: Any) -> str:
    made = actions.law.cases.correction_notices.make(
        number, form.fields.data or (), **_given()
    )
    if not made:
        return (
            "No notice was made: no one received another value of these details than "
            "the record has now. If the record is still to be corrected, the data team "
            "changes it first; then make the notices again."
        )
    notices = counted(len(made), "notice")
    return f"{notices} made, for everyone who last received another value."


def _close(number: int, form: Any) -> None:
    actions.law.cases.closing.close(number, note=form.note.data or "", **_given())


#: Everything that can be done in a case, by its word in the address.
DOINGS: Mapping[str, Doing] = {
    **{step.value: _step(step) for step in actions.law.cases.case_steps.TAKEN_HERE},
    "decided": Doing("Decide", Deciding, _decide, "The decision has been recorded."),
    "approved": Doing("Approve", Noting, _approve, "It has been approved."),
    "returned": Doing("Return it", Reasoned, _send_back, "It has been returned."),
    "pause": Doing("Pause", Pausing, _pause, "The clock stands still."),
    "resume": Doing("Resume", Noting, _resume, "The clock runs again."),
    "extend": Doing("Extend", Extending, _extend, "The clock has been extended."),
    "advise": Doing("Advise", Reasoned, _advise, "The advice has been recorded."),
    "hand": Doing("Hand over", Handing, _hand, "The case has another holder."),
    "affected": Doing(
        "Set the affected people", Affecting, _affected, "The people have been set."
    ),
    "notices": Doing(
        "Make the notices of the correction",
        Noticing,
        _notices,
        "The notices have been made.",
    ),
    "close": Doing("Close", Noting, _close, "The case is closed."),
}
_FORMS = {
    REQUEST: DecidingRequest,
    "safeguarding-share": DecidingShare,
}


def offered(row: CaseRow, events: Sequence[CaseEvent]) -> list[tuple[str, str]]:
    """What the user may do in a case now, the next step first: its word, its title."""
    case, step = row.case, row.case.next_step
    if case.closed_at is not None:
        return []
    words: list[str] = []
    if step and (may(permission_of(case.of, step)) or _is_open_step(case)):
        prepared = {each.made_by for each in events if each.what == Step.DECIDED}
        own = step == Step.APPROVED and me().email in {case.opened_by, *prepared}
        words += [] if own else [step]
    if step == Step.APPROVED and may(permission_of(case.of, step)):
        words.append("returned")
    if may_work_on(case.of):
        if case.paused_since is not None:
            words.append("resume")
        elif case.of.pauses and case.clock_met_at is None:
            words.append("pause")
        if case.of.further_months and case.clock_met_at is None:
            words.append("extend")
        words.append("advise")
        if case_steps.can_set_people(case, row.standing.left):
            words.append("affected")
        if case.kind == CORRECTION:
            words.append("notices")
        words.append("close")
    words.append("hand")
    return [(word, _title(case, word)) for word in words]


def _title(case: Case, word: str) -> str:
    """What the user does in a case by one of these words."""
    if word in list(Step):
        return case_words.next_step(case.of, word)
    if word == "affected" and case.kind == REQUEST:
        return "Set whose data it is"
    return DOINGS[word].title


def _is_open_step(case: Case) -> bool:
    """Whether the next step is one that those who work on the case record."""
    return case.next_step not in (Step.DECIDED, Step.APPROVED) and may_work_on(case.of)


@bp.route(
    f"/cases/<int:number>/<any({','.join(DOINGS)}):what>", methods=["GET", "POST"]
)
@requires(Permission.SEE_SHARING)
def case_do(number: int, what: str) -> ResponseReturnValue:
    case = found(store.law.cases.get(number, within=scope()))
    found(_may_do(case, what) or None)
    doing = DOINGS[what]
    kind_of_form = (
        _FORMS.get(case.kind, doing.form) if what == "decided" else doing.form
    )
    form: Any = kind_of_form()
    _fill(form, case, what)
    if form.validate_on_submit():
        with refusals.in_form(form):
            flash(doing.does(number, form) or doing.done)
            return redirect(url_for("officer.case", number=number))
    title = _title(case, what)
    events = store.law.cases.events([number])[number]
    return render_template(
        "officer/cases/do.html",
        case=case,
        what=what,
        title=title,
        form=form,
        clock=actions.law.cases.standing.standing(case, events, now=now_on_day()).clock,
        decided=_decision(what, events),
        names=store.accounts.users.names(within=scope()),
    )


def _decision(what: str, events: Sequence[CaseEvent]) -> CaseEvent | None:
    """The decision that is approved or returned, None where it is about none."""
    if what not in (Step.APPROVED, "returned"):
        return None
    made = [each for each in events if each.what == Step.DECIDED]
    return max(made, key=lambda each: each.id, default=None)


def _may_do(case: Case, what: str) -> bool:
    """Whether the user may do it in a case of this kind, whatever its next step."""
    if what in (Step.DECIDED, Step.APPROVED, "returned"):
        step = Step.DECIDED if what == Step.DECIDED else Step.APPROVED
        if step not in case.of.steps:
            return False
        return may(permission_of(case.of, step))
    return what == "hand" or may_work_on(case.of)


def _fill(form: Any, case: Case, what: str) -> None:
    """Fills in the choices of a form, which depend on the case."""
    if isinstance(form, Deciding):
        form.outcome.choices = [
            (each, each[:1].upper() + each[1:]) for each in case.of.outcomes
        ]
    elif isinstance(form, Evidencing):
        form.evidence.choices = [
            (each.name, each.title) for each in EVIDENCE.values() if each.of == what
        ]
    elif isinstance(form, Handing):
        form.holder.choices = [
            (str(user.id), user.name)
            for user in store.accounts.users.everybody(within=scope())
            if user.closed_at is None and user.may(Permission.SEE_SHARING)
        ]
