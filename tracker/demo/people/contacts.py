"""Contacts that advisers recorded with young people NEET, at work, or moved away.

Providers report who is with them. Only the young people themselves can report that they
are at home or in a job. An adviser therefore rings after each change, and again before
the activity lapses.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from tracker.demo.people.population import SEN_PLAN, Person, Spell
from tracker.demo.plan import Contact, moment
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Statement
from tracker.domain.reference import codes
from tracker.domain.reference.activity import (
    CARER,
    PARENT,
    PREGNANCY,
    RE_ENGAGEMENT,
    TEMPORARY_JOB,
    activity,
)

_ADVISERS = ("Rowan Ashcombe", "Priti Vale", "Sam Thornley")
#: The characteristic that belongs to a reason to be NEET, by the rules of the return.
GOES_WITH = {
    CARER.code: codes.CARER,
    PARENT.code: codes.PARENT,
    PREGNANCY.code: codes.PREGNANT,
}
#: The number of days before an adviser rings again.
_AGAIN = {RE_ENGAGEMENT.code: 70, TEMPORARY_JOB.code: 75}


def contacts(
    rng: Random, people: Iterable[Person], since: date, on: date
) -> Iterator[Contact]:
    """The contacts with residents from ``since`` to ``on``, person by person."""
    for person in people:
        yield from _about(rng, person, since, on)


def _about(rng: Random, person: Person, since: date, on: date) -> Iterator[Contact]:
    last_rung = person.leaves or date(person.cohort + 3, 8, 31)
    if person.sen == SEN_PLAN and person.leaves is None:
        last_rung = person.plan_ended or on
    for index, spell in enumerate(person.later):
        if spell.hidden or spell.at is not None:
            continue
        since_when = neet_since(person.later, index)
        ends = min(spell.ends or on, last_rung, on)
        day = max(spell.starts, since) + timedelta(days=rng.randrange(3, 24))
        first = True
        # One contact even where the spell was over before an adviser rang.
        while day <= ends or (first and spell.starts >= since and day <= on):
            yield from _learned(
                rng, person, spell, day=day, since_when=since_when, first=first
            )
            first = False
            again = _AGAIN.get(spell.activity, 130)
            day += timedelta(days=again - rng.randrange(20))
    yield from _departure(rng, person, since, on)


def _learned(
    rng: Random,
    person: Person,
    spell: Spell,
    *,
    day: date,
    since_when: date | None,
    first: bool,
) -> Iterator[Contact]:
    review = spell.review
    if review is not None:
        review = max(review, day + timedelta(days=60))
    over = spell.ends is not None and spell.ends <= day
    what = Doing(
        activity=spell.activity,
        starts=spell.starts,
        ends=spell.ends if over else None,
        expected_end=_hoped(spell, day),
        review=review,
        neet_since=since_when,
    )
    yield _contact(rng, person, what, day)
    characteristic = GOES_WITH.get(spell.activity)
    if first and characteristic is not None:
        yield _contact(rng, person, detail("characteristic", code=characteristic), day)


def _hoped(spell: Spell, day: date) -> date | None:
    if spell.expected_end is None or spell.expected_end > day:
        return spell.expected_end
    return day + timedelta(days=60)


def _departure(rng: Random, person: Person, since: date, on: date) -> Iterator[Contact]:
    if person.leaves is not None and person.leaves_to is not None:
        day = person.leaves + timedelta(days=rng.randrange(5, 30))
        to = person.leaves_to.authority
        status, gone = codes.TRANSFERRED, person.leaves
    elif person.plan_ended is not None:
        day = person.plan_ended + timedelta(days=rng.randrange(5, 30))
        to, status, gone = None, codes.PLAN_ENDED, person.plan_ended
    else:
        return
    if since <= day <= on:
        departure = detail("departure", status=status, to=to, on=gone.isoformat())
        yield _contact(rng, person, departure, day)


def neet_since(later: list[Spell], index: int) -> date | None:
    """The day of joining the NEET group; it carries over from reason to reason."""
    if not activity(later[index].activity).is_neet:
        return None
    while index and activity(later[index - 1].activity).is_neet:
        index -= 1
    return later[index].starts


def _contact(rng: Random, person: Person, what: Statement, day: date) -> Contact:
    # Advisers work on weekdays, and type in the day's contacts at the end of it.
    worked = day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
    return Contact(person.key, what, worked, moment(worked, 17), rng.choice(_ADVISERS))
