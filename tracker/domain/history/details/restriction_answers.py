"""The answers about what an institution may pass on of a young person's details.

A parent, or from 16 the young person, answers Yes or No to one institution (Education
and Skills Act 2008, s.14(4) and s.72). A No stands until the same institution gets a
Yes: silence, "unsought" and "no reply" are no answers. What a restriction then forbids
is decided in ``domain.law.restrictions``.

See decisions 0076, 0078, 0138, 0169 and 0191.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.history.evidence import Detail
from tracker.domain.reference.academic_year import birthday

#: The age from which the young person answers, and no longer a parent (s.14(4)).
OF_AGE = 16


class By(StrEnum):
    """The person who answered."""

    PARENT = "parent"
    YOUNG_PERSON = "young person"


class How(StrEnum):
    """The way in which an answer reached the council."""

    CENSUS = "census"
    LETTER = "letter"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in person"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an institution's question, Yes or No, as at a day.

    ``institution`` is its key, None where the source does not name one. ``by`` is None
    where the source does not give it: a census never does. ``late``: a parent's, and by
    the date of birth on record then, the young person was 16 already.
    """

    institution: str | None
    as_at: date
    allows: bool
    by: By | None = None
    how: How = How.CENSUS
    late: bool = False


class Restriction(NamedTuple):
    """A No in force, with its institution, its first day and its latest day.

    Where the institution is not known (None) it may be any, so all are bound. ``by`` is
    None where the date of birth is not known. ``how`` is the way of the newest No that
    was recorded by hand, else the census. From the day ``ask_from``, a parent's No has
    no legal force and the young person is to answer; None where it is their own.
    """

    institution: str | None
    since: date
    latest: date
    by: By | None = None
    how: How = How.CENSUS
    ask_from: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers to one institution come to: a No in force, or the answer that
    lifted it. Neither is set where no answer has any force.
    """

    stands: Restriction | None = None
    lifted_by: Answer | None = None


def answer_of(statement: Detail, institution: str | None, as_at: date) -> Answer:
    """The answer in a statement about a ``restriction``, to the institution with a key.

    One without ``how`` came with a census.
    """
    by, how = statement.get("by"), statement.get("how")
    return Answer(
        institution,
        as_at,
        statement.get("restricted") != "Y",
        None if by is None else By(by),
        How.CENSUS if how is None else How(how),
        late=statement.get("late") == "Y",
    )


def of_age(born: date | None) -> date | None:
    """The sixteenth birthday, or None where the date of birth is not known."""
    return None if born is None else birthday(born, OF_AGE)


def outcomes(
    answers: Iterable[Answer], on: date | None = None, *, born: date | None = None
) -> Mapping[str | None, Outcome]:
    """The outcome at each institution on a day, or after all answers.

    The newest answer counts, whatever the order of arrival, and of two answers of one
    day the No. From the sixteenth birthday only the young person's answers count. A
    census repeats what the school has on record: it does not lift a No that was
    recorded by hand, and its old No does not come back after a Yes recorded by hand.
    """
    by_institution: dict[str | None, list[Answer]] = defaultdict(list)
    for answer in answers:
        if on is None or answer.as_at <= on:
            by_institution[answer.institution].append(answer)
    sixteen = of_age(born)
    return {
        institution: _outcome(institution, given, sixteen)
        for institution, given in by_institution.items()
    }


def standing(
    answers: Iterable[Answer], on: date | None = None, *, born: date | None = None
) -> tuple[Restriction, ...]:
    """The restrictions in force on a day, or after all answers (``outcomes``)."""
    found = (each.stands for each in outcomes(answers, on, born=born).values())
    return tuple(
        sorted(
            (each for each in found if each is not None),
            key=lambda each: (each.institution or "", each.since),
        )
    )


def _has_force(answer: Answer, sixteen: date | None) -> bool:
    """Whether an answer is by the person who has the right to it on its day.

    A young person under 16 has no right to say Yes; their No is heeded all the same. A
    parent's No that had force when it was recorded is never lost by a new date of
    birth: it is to be put to the young person, like one from before the birthday.
    """
    if sixteen is None or answer.by is None:
        return True
    if answer.by is By.PARENT:
        return answer.as_at < sixteen or not (answer.allows or answer.late)
    return answer.as_at >= sixteen or not answer.allows


def _is_own(answer: Answer, sixteen: date | None) -> bool:
    """Whether an answer with force is the young person's own."""
    if answer.by is not None:
        return answer.by is By.YOUNG_PERSON
    return sixteen is not None and answer.as_at >= sixteen


def _outcome(
    institution: str | None, given: Iterable[Answer], sixteen: date | None
) -> Outcome:
    stands: Restriction | None = None
    lifted_by: Answer | None = None
    by_hand = own = False
    #: The newest answer of a census, which later ones repeat.
    repeated: bool | None = None
    # Of two answers of one day the No is last, and so counts.
    for each in sorted(given, key=lambda one: (one.as_at, not one.allows)):
        if not _has_force(each, sixteen):
            continue
        if _is_own(each, sixteen):
            own = True
        elif own and sixteen is not None and each.as_at >= sixteen:
            continue  # no parent answers after the young person
        from_census = each.how is How.CENSUS
        again = from_census and repeated is each.allows
        if from_census:
            repeated = each.allows
        if each.allows:
            if stands is not None and not (by_hand and from_census):
                stands, by_hand, lifted_by = None, False, each
        elif stands is not None and from_census:
            stands = stands._replace(latest=each.as_at)
        elif not again:
            since = each.as_at if stands is None else stands.since
            stands = _no(institution, since, each, sixteen)
            by_hand, lifted_by = not from_census, None
    return Outcome(stands, lifted_by)


def _no(
    institution: str | None, since: date, answer: Answer, sixteen: date | None
) -> Restriction:
    by = answer.by
    if by is None and sixteen is not None:
        by = By.PARENT if answer.as_at < sixteen else By.YOUNG_PERSON
    ask_from = sixteen if by is By.PARENT else None
    return Restriction(institution, since, answer.as_at, by, answer.how, ask_from)
