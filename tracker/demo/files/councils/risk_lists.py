"""What DfE sends back to the council: its list of pupils at risk of NEET.

Each November and each June it lists those of Years 10 and 11 by its own rules. The
invented rules see little: needs, free meals, and an attendance that is worse for those
whose life after Year 11 goes wrong. So it has false alarms and misses, as a real list.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, write_csv
from tracker.demo.people.faults import upns_on
from tracker.demo.people.population import NO_SEN, SEN_PLAN, Person
from tracker.demo.plan import Load
from tracker.domain.reference.academic_year import AcademicYear, year_group
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.codes import LOOKED_AFTER

_HEADINGS = (
    *("UPN", "Surname", "Forename", "DOB", "NC Year"),
    *("EHC plan", "SEN support", "Free school meals", "Attendance below 90%"),
    *("Looked after", "RONI score"),
)
_YEARS = range(10, 12)
#: From so many indicators on, a pupil is on DfE's list.
_LISTED_FROM = 2


def official_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The lists of each November and June, up to the last day."""
    for year in range(invented.first + 1, invented.on.year + 1):
        for day in (date(year, 6, 18), date(year, 11, 12)):
            if day < invented.on:
                yield from _list(invented, folder, day)


def _list(invented: Invented, folder: Folder, day: date) -> Iterator[Load]:
    target = folder.target(f"council/{day:%Y-%m}-roni.csv")
    rng = Random(f"{invented.seed}/{target.name}")
    rows: list[Row] = []
    for person in invented.everybody.residents:
        if not _is_there(person, day, invented.authority):
            continue
        marks = _marks(invented.seed, person, day)
        if marks.count("Y") >= _LISTED_FROM:
            rows.append((person.key, _row(person, day, marks)))
    if not rows:
        return
    write_csv(target, _HEADINGS, _with_faults(rng, rows), Look())
    yield folder.load(
        "risk-lists",
        (target.path,),
        day,
        later=4,
        description=f"DfE's list of those at risk, {day:%Y-%m}",
        as_at=day,
    )


def _is_there(person: Person, day: date, authority: str) -> bool:
    arrived = person.arrives is None or person.arrives <= day
    return (
        arrived
        and year_group(person.born, day) in _YEARS
        and person.home_on(day).authority == authority
    )


def _marks(seed: int, person: Person, day: date) -> list[str]:
    """Y or N for each indicator; the attendance of a pupil is the same all year."""
    rng = Random(f"{seed}/attendance/{person.key}/{AcademicYear.of(day)}")
    misses_days = rng.random() < (0.6 if _goes_wrong(person) else 0.1)
    held = (
        person.has_plan(day),
        person.sen not in (NO_SEN, SEN_PLAN),
        person.free_meals,
        misses_days,
        LOOKED_AFTER in person.characteristics,
    )
    return ["Y" if each else "N" for each in held]


def _goes_wrong(person: Person) -> bool:
    """Whether they are NEET at any time, in truth."""
    return any(
        ACTIVITIES[each.activity].is_neet
        for each in person.later
        if each.activity in ACTIVITIES
    )


def _row(person: Person, day: date, marks: Sequence[str]) -> Sequence[Cell]:
    upn, _ = upns_on(person, day)
    group = year_group(person.born, day)
    who = (upn, person.family_on(day), person.given, person.born, group)
    return (*who, *marks, marks.count("Y"))


def _with_faults(rng: Random, rows: list[Row]) -> list[Row]:
    """The rows with what goes wrong in such a list: one twice, one without its number,
    a year group that is wrong, and one number with another forename.
    """
    found = list(rows)
    found.append(rng.choice(rows))
    person, cells = rng.choice(rows)
    found.append((person, ("", *cells[1:])))
    at = rng.randrange(len(rows))
    person, cells = found[at]
    found[at] = (person, (*cells[:4], 9, *cells[5:]))
    if len(rows) > 1:
        # The number of one pupil with another's forename, as of a sister.
        (one, cells), (_, others) = rng.sample(rows, 2)
        found.append((one, (*cells[:2], others[2], *cells[3:])))
    return found
