"""The staff who work with the invented authority's young people. None is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.reference import tables


@dataclass(frozen=True, slots=True)
class Staff:
    """One user of the demo; ``role`` is a role's value, ``address`` before the @."""

    role: str
    name: str
    address: str


#: One of each role, and a second adviser to hand over to. Advisers have caseloads.
STAFF = tables.read(Path(__file__).with_name("staff.csv"), lambda row: Staff(**row))


@dataclass(frozen=True, slots=True)
class Rang:
    """One contact, as an adviser recorded it."""

    days_ago: int
    outcome: Outcome
    channel: Channel
    note: str


#: The outcome of a contact and its note; a line twice is likelier.
_RANG = tables.read(
    Path(__file__).with_name("outcomes.csv"),
    lambda row: (Outcome(row["outcome"]), row["text"]),
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
    return Rang(days_ago, outcome, channel if outcome.reached else Channel.PHONE, note)
