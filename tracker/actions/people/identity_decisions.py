"""Decisions on the right surname, date of birth or sex, for one person or for many.

A decision is an officer's evidence. It overrules every file and states which values it
was made against. One undo takes back everything that was decided together.

See decision 0099.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.questions.sixteenth_birthdays import Say, silent
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.house_moves import AWAY, POSTCODE
from tracker.domain.history.evidence import Statement
from tracker.domain.history.identity.identity_statements import (
    BORN,
    DECIDED,
    DOCUMENTS,
    FAMILY,
    GIVEN,
    SEX,
)
from tracker.domain.reference.codes import LEFT_ENGLAND, OUTSIDE_ENGLAND, TRANSFERRED
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.people.identity_questions import Question

#: The greatest length of a name typed by hand.
LONGEST_NAME = 100
EARLIEST_BIRTH = date(1990, 1, 1)


class Choice(StrEnum):
    """The right value: the one that is used now, the other one, or neither."""

    KEEP = "keep"
    TAKE = "take"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Decided:
    """The number of questions settled together, and the entry that can be withdrawn.

    ``entry`` is None if none of the questions was open.
    """

    entry: int | None
    count: int


def decide(
    numbers: Sequence[int],
    choice: Choice,
    *,
    value: str = "",
    documents: bool = False,
    within: Scope,
    act: Act,
    say: Say = silent,
) -> Decided:
    """Answers these questions in the same way, in one transaction and one entry.

    ``value`` is the right value if neither is right (a name, an ISO date, F or M); then
    only one question can be answered. ``documents`` means that the officer read it in a
    document. Questions that another officer has answered since are left alone. ``say``
    gets what a date of birth makes of restrictions. Raises Refusal.
    """
    if choice is Choice.NEITHER and len(numbers) != 1:
        raise Refusal("Decide these one at a time: neither value is right.")
    with store.database.base.transaction():
        for authority in sorted(within.authorities):
            store.people.records.lock(authority)
        open_ = store.people.identity_questions.some(numbers, within=within)
        if not open_:
            return Decided(None, 0)
        decided: dict[int, list[Statement]] = {}
        for question in open_:
            right, wrong = _sides(question, choice, value, act.on)
            decided.setdefault(question.person_id, []).extend(
                _of_home(question, choice)
                if question.kind == store.people.identity_questions.Kind.MOVED
                else [
                    _assertion(question.field, right),
                    *(_declined(question, each) for each in wrong),
                ]
            )
        learned = [
            UserEvidence(person, tuple(statements), act.on)
            for person, statements in decided.items()
        ]
        source = DOCUMENTS if documents else DECIDED
        with late_restrictions.followed(decided, within=within, act=act, say=say):
            entry = evidence.record_inside(learned, source=source, act=act)
        act.note(
            Action.IDENTITY_DECIDED,
            f"entry {entry}",
            choice=str(choice),
            questions=len(open_),
        )
    return Decided(entry, len(open_))


def undo(entry: int, *, within: Scope, act: Act, say: Say = silent) -> int:
    """Undoes a decision, so that its questions are open again; returns how many people.

    Raises refusal.Refusal, also for an entry that is not a decision of this kind.
    """
    found = store.casework.entries.get(entry, within=within)
    if found is None or found.source not in (DECIDED, DOCUMENTS):
        raise Refusal(f"Entry {entry} is no decision about names or dates.")
    of = store.casework.entries.records_of(entry)
    with (
        store.people.records.changing(act.authority),
        late_restrictions.followed(of, within=within, act=act, say=say),
    ):
        return len(evidence.withdraw(entry, within=within, act=act))


def _sides(
    question: Question, choice: Choice, value: str, on: date
) -> tuple[str, list[str]]:
    """The right value, and the values that the decision is against."""
    stands = str(question.details["stands"]["value"])
    other = str(question.details["other"]["value"])
    if choice is Choice.KEEP:
        return stands, [other]
    if choice is Choice.TAKE:
        return other, [stands]
    if question.kind == store.people.identity_questions.Kind.MOVED:
        raise Refusal("Choose one of the two. Change an address where it is kept.")
    return _typed(question.field, value.strip(), on), [stands, other]


def _typed(field: str, value: str, on: date) -> str:
    """A value that an officer typed. Raises Refusal with what to enter instead."""
    if field == BORN:
        with suppress(ValueError):
            born = date.fromisoformat(value)
            if EARLIEST_BIRTH <= born < on:
                return born.isoformat()
        raise Refusal("Enter a date of birth, for example 28 4 2009.", "value")
    if field == SEX:
        if value not in ("F", "M", "U"):
            raise Refusal("Choose female, male or not known.", "value")
        return value
    if not value or not any(sign.isalpha() for sign in value):
        name = "surname" if field == FAMILY else "given name"
        raise Refusal(f"Enter the {name}.", "value")
    if len(value) > LONGEST_NAME:
        raise Refusal(f"A name must be {LONGEST_NAME} characters or fewer.", "value")
    return value


def _of_home(question: Question, choice: Choice) -> list[Statement]:
    """The statements of a decision about an address.

    A young person who moved to another authority leaves this one's cohort only by this
    decision, never because a list gave a postcode.
    """
    held = str(question.details["stands"]["value"])
    other = str(question.details["other"]["value"])
    if choice is not Choice.TAKE:
        value = other if question.field == POSTCODE else held
        return [detail("declined", field=question.field, value=value)]
    there = question.details["authority"]
    statements: list[Statement] = [
        detail("declined", field=AWAY, value=held)
        if question.field == AWAY
        else detail("address", postcode=other, moved="Y")
    ]
    if there:
        status = LEFT_ENGLAND if there in OUTSIDE_ENGLAND else TRANSFERRED
        on = question.as_at.isoformat()
        statements.append(detail("departure", status=status, to=there, on=on))
    return statements


def _assertion(field: str, value: str) -> Statement:
    return detail("name" if field in (GIVEN, FAMILY) else "birth", **{field: value})


def _declined(question: Question, value: str) -> Statement:
    """The value that was decided against, and the standing up to which this counts."""
    return detail(
        "declined",
        field=question.field,
        value=value,
        standing=str(question.details["standing"]),
    )
