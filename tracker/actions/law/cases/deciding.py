"""Decisions on cases: by those who may, and approved by another where the kind has it.

The user who opened or prepared a case approves nothing in it (Law D-07, D-16).
"""

from collections.abc import Sequence
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts.review import one_person
from tracker.actions.act import Act
from tracker.actions.law.agreements import check_fields
from tracker.actions.law.cases import objecting, record_changes, standing
from tracker.actions.law.cases.standing import add, changing, note_step, user_who_may
from tracker.domain.law.cases.case_kinds import REFUSED, Step
from tracker.domain.law.cases.requesters import Recipient
from tracker.domain.law.cases.steps import COPIED, RETURNED
from tracker.domain.law.gateways import GATEWAYS, THIRD_PARTY
from tracker.domain.law.subject_copy.redacting import HARM
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.cases import Case, CaseEvent

#: The answer to a request for a copy that has everything.
_GIVEN = "given"
_PREPARING = (Step.ASSESSED, Step.DECIDED, COPIED)


def decide(
    number: int,
    outcome: str,
    note: str,
    *,
    conditions: str = "",
    expires_on: date | None = None,
    destroy_by: date | None = None,
    fields: Sequence[str] = (),
    review_on: date | None = None,
    recipient: str = "",
    within: Scope,
    act: Act,
) -> None:
    """Records the decision on a case, with its reasons.

    ``conditions``, ``expires_on``, ``destroy_by`` and the ``fields`` that may be given
    are the terms of an approved request of a third party, ``review_on`` is the day on
    which a decision about safeguarding is looked at again, ``recipient`` a word of
    ``Recipient``: the body with which it is shared or not. Raises Refusal: also where
    it is not the next step, or the user may not decide.
    """
    if not note.strip():
        raise Refusal("Enter the reasons of the decision.", "note")
    with changing(number, within=within, act=act) as (case, events):
        _next_is(case, events, Step.DECIDED, act)
        user_who_may(case.of.decided_by, within=within, act=act)
        if case.of.decider_is_another:
            _is_another(case, events, act)
        if outcome not in case.of.outcomes:
            raise Refusal("Select the decision.", "outcome")
        if outcome == _GIVEN and _leaves_out(number):
            raise Refusal(
                "Words are left out of the copy, so the answer is “given in part”.",
                "outcome",
            )
        if Step.DESTROYED in case.of.steps and outcome != REFUSED:
            _set_terms(case, conditions, expires_on, destroy_by, fields, act)
        if Step.REVIEWED in case.of.steps:
            _set_share(case, recipient, review_on, act)
        add(case, Step.DECIDED, outcome=outcome, note=note, act=act)
        if case.ground and outcome == REFUSED:
            # Refused, it binds no more from this day on.
            objecting.end(case, within=within, act=act)
        act.note(Action.CASE_DECIDED, f"case {case.name}", outcome=outcome)


def _leaves_out(number: int) -> bool:
    """Whether something of the young person's own is left out of the copy of a case."""
    copy = store.law.subject_copies.of_case(number)
    return copy is not None and (
        bool(store.law.subject_copies.redactions(copy.id))
        or any(
            held.code == HARM
            for section in copy.sections
            for row in section.rows
            for held in row.fields
        )
    )


def approve(number: int, note: str, *, within: Scope, act: Act) -> None:
    """Approves what a colleague has decided. Raises Refusal."""
    with changing(number, within=within, act=act) as (case, events):
        _next_is(case, events, Step.APPROVED, act)
        user_who_may(case.of.approved_by, within=within, act=act)
        _is_another(case, events, act)
        add(case, Step.APPROVED, note=note, act=act)
        note_step(case, Step.APPROVED, act=act)
        reasons = next(each.note for each in events[::-1] if each.what == Step.DECIDED)
        record_changes.request_change(case, reasons, within=within, act=act)


def send_back(number: int, note: str, *, within: Scope, act: Act) -> None:
    """Returns a decision to its preparer, with the reason. Raises Refusal."""
    if not note.strip():
        raise Refusal("Enter what is to be changed.", "note")
    with changing(number, within=within, act=act) as (case, events):
        _next_is(case, events, Step.APPROVED, act)
        user_who_may(case.of.approved_by, within=within, act=act)
        add(case, RETURNED, note=note, act=act)
        note_step(case, RETURNED, act=act)


def _next_is(case: Case, events: Sequence[CaseEvent], step: Step, act: Act) -> None:
    left = standing.standing(case, events, now=act.moment).left
    if not left or left[0] is not step:
        now = f"“{left[0]}”" if left else "to close it"
        raise Refusal(f"The next step of {case.name} is {now}.")


def _is_another(case: Case, events: Sequence[CaseEvent], act: Act) -> None:
    """Raises Refusal for the user who opened or prepared the case."""
    prepared = {each.made_by for each in events if each.what in _PREPARING}
    if any(one_person.is_by(each, act) for each in {case.opened_by, *prepared}):
        raise Refusal(
            "You opened or prepared this case. A colleague has to approve it."
        )


def _set_terms(
    case: Case,
    conditions: str,
    expires_on: date | None,
    destroy_by: date | None,
    fields: Sequence[str],
    act: Act,
) -> None:
    """Writes the terms of an approval. Raises Refusal where one is missing."""
    if not conditions.strip():
        raise Refusal("Enter the conditions.", "conditions")
    if expires_on is None or expires_on <= act.on:
        raise Refusal("Enter a day after today on which it expires.", "expires_on")
    if destroy_by is None or destroy_by < expires_on:
        raise Refusal(
            "Enter the day by which the data is destroyed, after it expires.",
            "destroy_by",
        )
    request = store.law.cases.third_party(case.id)
    if request is None:
        raise Refusal(f"{case.name} has no request of a third party.")
    if fields:
        if not store.law.cases.count_people(case.id):
            raise Refusal(
                "Set whose data it is before details of young people are approved: "
                "the case names none. An information officer sets it on the page of "
                "the case.",
                "fields",
            )
        request.fields = check_fields(GATEWAYS[THIRD_PARTY], fields)
    request.conditions = conditions.strip()
    request.expires_on, request.destroy_by = expires_on, destroy_by


def _set_share(case: Case, recipient: str, review_on: date | None, act: Act) -> None:
    if recipient not in list(Recipient):
        raise Refusal("Select with which body it is shared or not.", "recipient")
    if review_on is not None and review_on <= act.on:
        raise Refusal("The day of the review must be after today.", "review_on")
    case.recipient = recipient
    case.review_on = review_on or case.review_on
