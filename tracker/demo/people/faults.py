"""Puts faults into a person's particulars, as the files of senders have them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tracker.demo.files.sheets import plain
from tracker.demo.people.places import Home, Places
from tracker.demo.people.population import Person
from tracker.domain.reference import tables

_KEYS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Care:
    """The care of a kind of sender: the chance of each fault in a row."""

    mistyped: float = 0.0
    known_as: float = 0.0
    swapped_names: float = 0.0
    swapped_date: float = 0.0
    date_off: float = 0.0
    wrong_postcode: float = 0.0
    no_upn: float = 0.0
    no_uln: float = 0.0
    half_name: float = 0.0
    no_accents: float = 0.0


def _care(row: dict[str, str]) -> tuple[str, Care]:
    return row.pop("sender"), Care(**{fault: float(row[fault]) for fault in row})


_CARES = dict(tables.read(Path(__file__).with_name("faults.csv"), _care))
SCHOOL_CENSUS = _CARES["school census"]
SCHOOL_LIST = _CARES["school list"]
COLLEGE = _CARES["college"]
PROVIDER = _CARES["provider"]
OLD_SYSTEM = _CARES["old system"]


@dataclass(slots=True)
class Shown:
    """A person's particulars as one row has them."""

    given: str
    middle: str
    family: str
    born: date
    sex: str
    home: Home
    upn: str
    former_upn: str
    uln: str


def upns_on(person: Person, day: date) -> tuple[str, str]:
    """The UPN that the school uses on that day, and the former one.

    A temporary UPN is replaced by the UPN of the first school when that is found, here
    in the December of Year 10.
    """
    if person.temporary_upn is None:
        return person.upn, ""
    if day < date(person.cohort - 1, 12, 1):
        return person.temporary_upn, ""
    return person.upn, person.temporary_upn


def shown(rng: Random, person: Person, day: date, care: Care, places: Places) -> Shown:
    """A person's particulars on ``day``, with faults."""
    upn, former = upns_on(person, day)
    row = Shown(
        given=person.given,
        middle=person.middle,
        family=person.family_on(day),
        born=person.born,
        sex=person.sex,
        home=person.home_on(day),
        upn=upn,
        former_upn=former,
        uln=person.uln or "",
    )
    _spoil_names(rng, person, row, care)
    chance = rng.random()
    if chance < care.swapped_date and row.born.day <= 12:
        row.born = row.born.replace(month=row.born.day, day=row.born.month)
    elif chance > 1 - care.date_off:
        row.born = _one_off(rng, row.born)
    if rng.random() < care.wrong_postcode:
        wrong = person.old_home if rng.random() < 0.6 else None
        row.home = wrong or places.home(rng, row.home.authority)
    if rng.random() < care.no_upn:
        row.upn = row.former_upn = ""
    if rng.random() < care.no_uln:
        row.uln = ""
    return row


def _spoil_names(rng: Random, person: Person, row: Shown, care: Care) -> None:
    if person.known_as and rng.random() < care.known_as / 0.35:
        row.given = person.known_as
    if "-" in row.family and rng.random() < care.half_name:
        row.family = rng.choice(row.family.split("-"))
    if rng.random() < care.mistyped:
        row.family = mistyped(rng, row.family)
    if not (row.given + row.family).isascii() and rng.random() < care.no_accents:
        row.given, row.family = plain(row.given), plain(row.family)
    if rng.random() < care.swapped_names:
        row.given, row.family = row.family, row.given


def mistyped(rng: Random, name: str) -> str:
    """The name with one letter left out, doubled, changed, or swapped with the next."""
    if len(name) < 3:
        return name
    at = rng.randrange(1, len(name) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[: at + 1] + name[at:]
    if kind == 2:
        return name[:at] + rng.choice(_KEYS) + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _one_off(rng: Random, born: date) -> date:
    return born + timedelta(days=rng.choice((-10, -1, 1, 10)))
