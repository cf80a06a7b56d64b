"""Requests for information by sections 14 and 72: recorded, and answered (Law L-06)."""

from collections.abc import Collection
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law import parties
from tracker.domain.law.gateways import PartyKind
from tracker.domain.law.information_requests import (
    REQUESTED,
    SECTIONS,
    Answer,
    usual_due,
)
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.information_requests import InformationRequest

_LONGEST = 200
_LONGEST_NOTE = 1000


def record(
    section: str,
    institution: str,
    *,
    people: str,
    fields: Collection[str],
    purpose: str = "",
    sent_on: date,
    due_on: date | None = None,
    act: Act,
) -> InformationRequest:
    """Records a request that was sent to an institution, by its number.

    ``people`` says about which young people in words, such as "all in Year 12". Raises
    Refusal.
    """
    if section not in SECTIONS:
        raise Refusal(f"Choose a section: {' or '.join(SECTIONS)}.", "section")
    party = parties.named(PartyKind.INSTITUTION, institution, by=act.authority)
    people = _line(people, "people", "Enter about which young people.")
    purpose = _line(purpose or SECTIONS[section].purpose, "purpose", "")
    unknown = sorted(set(fields) - set(REQUESTED))
    if unknown or not fields:
        raise Refusal(
            f"{', '.join(unknown)}: not a field that it may pass on. " * bool(unknown)
            + f"Choose from: {', '.join(REQUESTED)}.",
            "fields",
        )
    due_on = due_on or usual_due(sent_on)
    if sent_on > act.on:
        raise Refusal("The day of the request is still to come.", "sent_on")
    if due_on < sent_on:
        raise Refusal("The answer cannot be due before the request.", "due_on")
    request = InformationRequest(
        authority=act.authority,
        section=section,
        party=party.key,
        party_name=party.name,
        people=people,
        fields=[name for name in REQUESTED if name in fields],
        purpose=purpose,
        sent_on=sent_on,
        due_on=due_on,
        made_by=act.by,
        made_at=act.at,
    )
    with store.database.base.transaction():
        store.database.base.insert(request)
        act.note(
            Action.INFORMATION_REQUESTED,
            f"request {request.id}",
            section=section,
            party=party.key,
        )
    return request


def answer(
    number: int,
    outcome: Answer,
    *,
    on: date,
    batch: int | None = None,
    note: str = "",
    within: Scope,
    act: Act,
) -> InformationRequest:
    """Records the answer to a request: the import that it came in, or the refusal.

    Raises Refusal.
    """
    note = note.strip()
    if len(note) > _LONGEST_NOTE:
        raise Refusal(f"Enter {_LONGEST_NOTE:,} characters or fewer.", "note")
    if outcome is Answer.REFUSED and not note:
        raise Refusal("Enter why it was refused.", "note")
    if outcome is Answer.REFUSED and batch is not None:
        raise Refusal("A refusal has no import.", "batch")
    if outcome is not Answer.REFUSED and batch is None and not note:
        raise Refusal("Enter the number of the import, or how it was answered.", "note")
    if batch is not None and (
        store.intake.import_batches.batch(batch, within=within) is None
    ):
        raise Refusal(f"There is no import {batch}.", "batch")
    with store.database.base.transaction():
        found = store.law.information_requests.get(number, within=within, lock=True)
        if found is None:
            raise Refusal(f"There is no request {number}.")
        if found.answered_on is not None:
            raise Refusal(f"Request {number} has been answered already.")
        if not found.sent_on <= on <= act.on:
            raise Refusal("The answer came between the request and today.", "on")
        found.answer, found.answered_on = outcome.value, on
        found.batch_id, found.note = batch, note
        found.answered_by, found.answered_at = act.by, act.at
        act.note(
            Action.INFORMATION_ANSWERED,
            f"request {number}",
            outcome=outcome.value,
        )
    return found


def _line(text: str, field: str, missing: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        raise Refusal(missing or f"Enter at most {_LONGEST} characters.", field)
    return text
