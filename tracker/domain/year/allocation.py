"""The backstop: a place proposed for a young person of the ledger who has none.

The authority proposes a place to its provider; the provider and the young person each
answer. People decide every step. Once the provider has accepted, the place is
allocated, until one of the two turns it down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)
from tracker.domain.year.ledger_steps import BY_MARK, STEPS, Name, State

#: A proposal that is older is not recorded any more.
OLDEST = timedelta(days=366)
#: How soon an answer is due unless another day is chosen, and how late it may be.
DUE_AFTER, LATEST_DUE = timedelta(weeks=1), timedelta(weeks=12)
#: How long after the answer a start may be.
LATEST_START = timedelta(days=366)
LONGEST_WHY, LONGEST_COURSE = 500, 200
#: The most young people of one form.
MOST = 50
#: Institutions at which no place is allocated at 16 or 17.
NO_PLACE_AT = frozenset({InstitutionKind.CUSTODY, InstitutionKind.HIGHER_EDUCATION})


class Party(StrEnum):
    """Who answers a proposal."""

    PROVIDER = "provider"
    YOUNG_PERSON = "young person"


class Answer(StrEnum):
    """A provider accepts or declines, a young person agrees or declines."""

    ACCEPTED = "accepted"
    AGREED = "agreed"
    DECLINED = "declined"


#: The answers that each party may give, in the order of a form.
ANSWERS = {
    Party.PROVIDER: (Answer.ACCEPTED, Answer.DECLINED),
    Party.YOUNG_PERSON: (Answer.AGREED, Answer.DECLINED),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest answer of each party, None while it has given none."""

    provider: Answer | None = None
    young_person: Answer | None = None

    @property
    def is_closed(self) -> bool:
        """Whether no answer is awaited any more."""
        return self.is_declined or None not in (self.provider, self.young_person)

    @property
    def is_declined(self) -> bool:
        return Answer.DECLINED in (self.provider, self.young_person)

    @property
    def stage(self) -> str:
        """The stage of the place in the history (``codes.APPLICATION_STAGES``)."""
        if self.is_declined:
            return codes.TURNED_DOWN
        accepted = self.provider is Answer.ACCEPTED
        return codes.ALLOCATED if accepted else codes.PROPOSED

    @property
    def words(self) -> str:
        """How far the proposal is, for a page or a work item."""
        if self.provider is Answer.DECLINED:
            return "declined by the provider"
        if self.young_person is Answer.DECLINED:
            return "declined by the young person"
        if self.is_closed:
            return "accepted by the provider, agreed by the young person"
        if self.provider is Answer.ACCEPTED:
            return "accepted by the provider; the young person has not answered"
        if self.young_person is Answer.AGREED:
            return "agreed by the young person; the provider has not answered"
        return "neither has answered"


def lacks_place(marks: str) -> bool:
    """Whether these marks of the ledger are of a young person without offer or place.

    It is the list from which a place may be proposed.
    """
    return why_not(marks) is None


def why_not(marks: str) -> str | None:
    """Why no place is proposed for a young person with these marks; None if one may be.

    The sentence goes on after their name.
    """
    at = dict(zip(STEPS, (BY_MARK[mark] for mark in marks), strict=True))
    if at[Name.ENROLLED] is State.REACHED:
        return "has arrived in learning or work already, by their record"
    if at[Name.ENROLLED] is State.NOT_SHOWN:
        return "may have a place that is not shown here"
    if at[Name.OFFER] is State.REACHED:
        return "has an offer already"
    if at[Name.ALLOCATED] is State.REACHED:
        return "has an allocated place already"
    if at[Name.ALLOCATED] is State.NOT_NEEDED:
        return "needs no offer, by a decision on record"
    return None


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A place to propose. ``at`` and ``key`` are None where none was chosen."""

    at: InstitutionRef | None
    key: str | None
    course: str
    why: str
    proposed_on: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer to record; ``starts_on`` only where a provider accepts and knows it."""

    party: Party
    answer: Answer | None
    on: date | None
    why: str = ""
    starts_on: date | None = None


def problems(
    new: NewProposal, institution: Institution | None, on: date
) -> Iterator[tuple[str, str]]:
    """What is wrong with a proposal on a day: each a field and its sentence.

    ``institution`` is the chosen one as the register has it.
    """
    if new.key is None or institution is None:
        yield "provider", "Choose a school, college or provider of the register."
    elif institution.closed is not None and institution.closed <= on:
        closed = say_date(institution.closed)
        yield "provider", f"{institution.name} closed on {closed}. Choose another."
    elif institution.kind in NO_PLACE_AT:
        yield (
            "provider",
            f"{institution.name} is a {institution.kind}. Choose a school, college or "
            "provider for young people of 16 and 17.",
        )
    if len(new.course) > LONGEST_COURSE:
        yield "course", f"Enter {LONGEST_COURSE} characters or fewer."
    if not new.why:
        yield "why", "Enter why this place."
    elif len(new.why) > LONGEST_WHY:
        yield "why", f"Enter {LONGEST_WHY} characters or fewer."
    if new.proposed_on is None:
        yield "proposed_on", "Enter the day of the proposal."
    elif new.proposed_on > on:
        yield "proposed_on", "The proposal must be of today or in the past."
    elif new.proposed_on < on - OLDEST:
        yield "proposed_on", "The proposal must be within the past year."
    if new.due is None:
        yield "due", "Enter the day by which an answer is due."
    elif new.due < on:
        yield "due", "The answer cannot be due before today."
    elif new.due > on + LATEST_DUE:
        yield "due", "The answer must be due within twelve weeks."


def problems_of_answer(
    new: NewAnswer, proposed_on: date, on: date
) -> Iterator[tuple[str, str]]:
    """What is wrong with an answer on a day: each a field and its sentence."""
    if new.answer is None or new.answer not in ANSWERS[new.party]:
        yield "answer", f"Select what the {new.party} answered."
    if new.on is None:
        yield "answered_on", "Enter the day of the answer."
    elif new.on > on:
        yield "answered_on", "The answer must be of today or in the past."
    elif new.on < proposed_on:
        first = say_date(proposed_on)
        yield "answered_on", f"The answer cannot be before the proposal of {first}."
    if len(new.why) > LONGEST_WHY:
        yield "why", f"Enter {LONGEST_WHY} characters or fewer."
    elif new.answer is Answer.DECLINED and not new.why:
        yield "why", f"Enter why the {new.party} declined."
    if new.starts_on is None:
        return
    if new.answer is not Answer.ACCEPTED:
        yield "starts_on", "Leave the first day empty: only an accepted place has one."
    elif new.starts_on < proposed_on or new.starts_on > on + LATEST_START:
        yield "starts_on", "The first day must be after the proposal, within a year."
