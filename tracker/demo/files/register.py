"""The establishment register and its links, in the columns of the national extract."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from tracker.demo.files.rolls import SPRING, census_day
from tracker.demo.files.sheets import Look, Row, Target, write_csv
from tracker.demo.people.institutions import Institutions, Place
from tracker.demo.people.places import Home, Places, town
from tracker.demo.people.population import Person
from tracker.demo.truth.whose_line import Truth
from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import YEAR_11, academic_age
from tracker.domain.reference.codes import AUTHORITIES

_LOOK = Look(encoding="cp1252", dates="%d-%m-%Y")

COLUMNS = tables.read(
    Path(__file__).with_name("register_columns.csv"), lambda row: row["column"]
)
#: The youngest age of a secondary school.
LOW_AGE = 11
LINK_COLUMNS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")

#: Each type of establishment: the code of its group, and the title of the group.
_GROUPS = dict(
    tables.read(
        Path(__file__).with_name("establishment_groups.csv"),
        lambda row: (row["type"], (row["group"], row["title"])),
    )
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the register: an academy and the school before it are two rows."""

    place: Place
    urn: str
    gias_type: tuple[str, str]
    opened: date
    closed: date | None = None


def write_register(
    folder: Path,
    institutions: Institutions,
    places: Places,
    seed: int,
    day: date,
    people: Iterable[Person] = (),
) -> tuple[Path, Path]:
    """Writes the register and its links as at ``day``; returns both paths.

    ``people`` are the pupils that it counts.
    """
    stamp = day.strftime("%Y%m%d")
    entries = tuple(_entries(institutions, day))
    register = folder / f"edubasealldata{stamp}.csv"
    links = folder / f"links_edubasealldata{stamp}.csv"
    # The generator starts afresh, so that the registers of two days have the same
    # addresses.
    rng = Random(f"{seed}/register")
    homes = {place.key: places.home(rng, place.authority) for place in institutions.all}
    census = _census_before(day)
    pupils = _pupils(people, institutions, census)
    no_people = Truth()
    rows: Iterator[Row] = (
        (
            None,
            _row(
                *(entry, homes[entry.place.key], census),
                pupils.get(entry.place.key),
            ),
        )
        for entry in entries
    )
    write_csv(Target(register, register.name, no_people), COLUMNS, rows, _LOOK)
    target = Target(links, links.name, no_people)
    write_csv(target, LINK_COLUMNS, _links(entries), _LOOK)
    return register, links


def _entries(institutions: Institutions, day: date) -> Iterator[_Entry]:
    for place in institutions.all:
        if place.urn is None or place.gias_type is None:
            continue
        opened = date(1974 + int(place.urn) % 40, 9, 1)
        became = place.successor
        if became is None or day < became[2]:
            yield _Entry(place, place.urn, place.gias_type, opened)
            continue
        last = date.fromordinal(became[2].toordinal() - 1)
        yield _Entry(place, place.urn, place.gias_type, opened, last)
        yield _Entry(place, became[0], became[1], became[2])


def _links(entries: tuple[_Entry, ...]) -> Iterator[Row]:
    open_now = {entry.place.key: entry for entry in entries if entry.closed is None}
    for entry in entries:
        if entry.closed is None:
            continue
        after = open_now[entry.place.key]
        name, when = entry.place.name, after.opened
        yield None, (entry.urn, after.urn, name, "Successor", when)
        yield None, (after.urn, entry.urn, name, "Predecessor", when)


def _census_before(day: date) -> date:
    """The day of the last census in January."""
    this_year = census_day(SPRING, day.year)
    return this_year if this_year < day else census_day(SPRING, day.year - 1)


def _pupils(
    people: Iterable[Person], institutions: Institutions, census: date
) -> dict[str, int]:
    """The pupils of each school on the day of a census: the demo invents Year 11 alone
    as it is, so the other years are as many.
    """
    year_11: dict[str, int] = {}
    for person in people:
        spell = person.school_on(census)
        if spell and spell.at and academic_age(person.born, census) == YEAR_11:
            year_11[spell.at] = year_11.get(spell.at, 0) + 1
    return {
        place.key: year_11[place.key] * (_high_age(place) - LOW_AGE)
        for place in institutions.all
        if place.key in year_11
    }


def _high_age(place: Place) -> int:
    return 18 if place.sixth_form else 16


def _row(
    entry: _Entry, home: Home, census: date, pupils: int | None
) -> tuple[str | date | None, ...]:
    place = entry.place
    authority = AUTHORITIES[place.authority]
    code, kind = entry.gias_type
    group = _GROUPS[code]
    post_16 = code in ("18", "32")
    closed = entry.closed is not None
    academy = place.successor is not None and entry.urn == place.successor[0]
    sixth_form = (
        ("1", "Has a sixth form")
        if place.sixth_form
        else ("2", "Does not have a sixth form")
    )
    return (
        *(entry.urn, place.authority, authority.title, place.number, place.name),
        *(code, kind, *group),
        *(("2", "Closed") if closed else ("1", "Open")),
        *(("10", "Academy Converter") if academy else ("00", "Not applicable")),
        entry.opened,
        *(("10", "Academy Converter") if closed else ("99", "")),
        entry.closed,
        *(("6", "16 plus") if post_16 else ("4", "Secondary")),
        "16" if post_16 else str(LOW_AGE),
        "99" if post_16 else str(_high_age(place)),
        "No Nursery Classes",
        *(("0", "Not applicable") if post_16 else sixth_form),
        *((census, pupils) if pupils and not closed else (None, None)),
        *(place.ukprn, None, place.fe_type, date(2024, 5, 20)),
        *(home.line1, None, None, place.town or town(home.postcode), None),
        *(home.postcode, None, None),
        "Approved" if code == "32" else "Not applicable",
        *("B", authority.region, authority.ons_code, authority.title),
        *(authority.ons_code, None, None, None, None),
    )
