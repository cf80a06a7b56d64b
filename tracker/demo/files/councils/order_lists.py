"""What the youth justice service of the council sends: who has an open order.

Three times a year there is a complete list, with columns that may not be kept. Half of
the lines have no UPN, some have an old postcode, and in one a word that no list has.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, write_csv
from tracker.demo.people.faults import SCHOOL_LIST, shown
from tracker.demo.people.population import Person
from tracker.demo.plan import Load
from tracker.domain.reference.academic_year import birthday
from tracker.domain.reference.codes import YOUTH_JUSTICE

_HEADINGS = (
    *("YP Surname", "YP Forename", "Date of Birth", "Address", "Postcode", "UPN"),
    *("Order Type", "Order Start Date", "Order End Date", "YJS Case Manager"),
    *("ETE Status", "ETE Hours", "In custody?", "Release Date", "Review Date"),
)
_DAYS = "%d/%m/%Y"
_MONTHS = (3, 7, 11)
_ODD = "see asset"
_MANAGERS = ("Ravi Example", "Siân Example", "Tom Example")
_DOING = (("In ETE", "25"), ("Part time", "12"), ("NEET", "0"), ("Excluded", ""))


def order_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The lists of each year from the first autumn on, up to the last day."""
    for year in range(invented.first, invented.on.year + 1):
        for month in _MONTHS:
            day = date(year, month, 3)
            if date(invented.first, 10, 1) < day < invented.on:
                yield from _orders(invented, folder, day)


def _orders(invented: Invented, folder: Folder, day: date) -> Iterator[Load]:
    supervised = [
        (each, starts)
        for each in invented.everybody.residents
        if YOUTH_JUSTICE in each.characteristics
        and (starts := _started(invented, each)) <= day < _ended(starts)
        and each.home_on(day).authority == invented.authority
    ]
    if not supervised:
        return
    target = folder.target(f"council/{day:%Y-%m}-open-orders.csv")
    rng = Random(f"{invented.seed}/{target.name}")
    rows: list[Row] = [
        (each.key, _line(rng, invented, each, starts, day))
        for each, starts in supervised
    ]
    write_csv(target, _HEADINGS, rows, Look(encoding="cp1252"))
    yield folder.load(
        "youth-justice",
        (target.path,),
        day,
        later=2,
        description=f"the youth justice service, {day:%Y-%m}",
        as_at=day,
        complete=True,
    )


def _started(invented: Invented, person: Person) -> date:
    """The first day of their order, at 15."""
    rng = Random(f"{invented.seed}/order/{person.key}")
    return birthday(person.born, 15) + timedelta(days=rng.randrange(365))


def _ended(starts: date) -> date:
    return starts + timedelta(days=730)


def _line(
    rng: Random, invented: Invented, person: Person, starts: date, day: date
) -> Sequence[Cell]:
    row = shown(rng, person, day, SCHOOL_LIST, invented.places)
    home = person.home_on(day)
    upn = "" if rng.random() < 0.5 else row.upn
    doing, hours = rng.choice(_DOING)
    ends = f"{_ended(starts):{_DAYS}}" if rng.random() < 0.7 else ""
    custody, release = "N", ""
    if rng.random() < 0.1:
        custody, release = "Y", f"{day + timedelta(days=120):{_DAYS}}"
    elif rng.random() < 0.05:
        custody = _ODD
    return (
        *(row.family, row.given, row.born, f"{home.line1}, {home.town}"),
        *(row.home.postcode, upn, "Referral order", f"{starts:{_DAYS}}", ends),
        *(rng.choice(_MANAGERS), doing, hours, custody, release, ""),
    )
