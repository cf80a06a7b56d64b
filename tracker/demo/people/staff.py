"""The staff who work with the invented authority's young people. None is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.domain.casework.contact import Channel, Outcome


@dataclass(frozen=True, slots=True)
class Staff:
    """One user of the demo; ``role`` is a role's value, ``address`` before the @."""

    role: str
    name: str
    address: str


#: One of each role, and a second adviser to hand over to. Advisers have caseloads.
STAFF = (
    Staff("adviser", "Rowan Ashcombe", "adviser"),
    Staff("adviser", "Priti Vale", "colleague"),
    Staff("team-leader", "Sam Thornley", "leader"),
    Staff("data-manager", "Morgan Ellery", "data"),
    Staff("manager", "Ines Calder", "manager"),
    Staff("school-user", "Tariq Penrose", "school"),
    Staff("college-user", "Delphine Marsh", "college"),
    Staff("auditor", "Owen Fairweather", "auditor"),
    Staff("administrator", "Kit Larkin", "admin"),
)


@dataclass(frozen=True, slots=True)
class Rang:
    """One contact, as an adviser recorded it."""

    days_ago: int
    outcome: Outcome
    channel: Channel
    note: str


_RANG = (
    (Outcome.YOUNG_PERSON, "Looking for a place; wants to hear of open days."),
    (Outcome.YOUNG_PERSON, "Has an interview next week. Will ring when it is over."),
    (
        Outcome.PARENT,
        "Mother says there is nothing yet, and asks for a call in a month.",
    ),
    (Outcome.PARENT, "Father will see that the form is sent back."),
    (Outcome.VOICEMAIL, "Left the number of the office."),
    (Outcome.NO_ANSWER, ""),
    (Outcome.NO_ANSWER, ""),
    (Outcome.WRONG_NUMBER, "The number is another person's."),
    (Outcome.REFUSED, "Does not want to be rung before the summer."),
)


def rang(rng: Random, on: date) -> Iterator[Rang]:
    """Contacts of the last five weeks, one after the other, for as many as are wanted.

    The weeks differ, and there are no contacts at weekends.
    """
    while True:
        days_ago = rng.randrange(0, 35)
        if (on - timedelta(days=days_ago)).weekday() < 5:
            yield _rang(rng, days_ago)


def rung_after(rng: Random, day: date, on: date) -> Rang:
    """A contact within ten days of a day, on a weekday, and not after ``on``."""
    rung = min(day + timedelta(days=rng.randrange(1, 8)), on)
    # A weekend moves to the Friday before it, but never to before the day.
    rung = max(day, rung - timedelta(days=max(0, rung.weekday() - 4)))
    return _rang(rng, (on - rung).days)


def _rang(rng: Random, days_ago: int) -> Rang:
    outcome, note = rng.choice(_RANG)
    channel = rng.choice((Channel.PHONE, Channel.PHONE, Channel.VISIT))
    return Rang(
        days_ago, outcome, Channel.PHONE if not outcome.reached else channel, note
    )
