"""The lists of two neighbouring councils: our residents who learn in their areas.

Each autumn one sends a workbook and the other a text, in headings of their own. They
have what their own places gave them, so a few names and postcodes are old.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, write_csv, write_xlsx
from tracker.demo.people.faults import SCHOOL_LIST, Shown, shown
from tracker.demo.people.institutions import Place
from tracker.demo.people.population import Person, Spell
from tracker.demo.plan import Load

#: Neighbouring councils draw up their lists after the autumn census.
_MONTH, _DAY = 11, 2
#: The lists take so many days to come.
_LATER = 9

_TEXT = (
    *("Legal Surname", "Legal Forename", "Date of Birth", "Home Postcode", "UPN"),
    *("School LAESTAB", "School attended", "Start date", "LA of Education"),
)
_BOOK = ("Surname", "First name", "DOB", "Post Code", "ULN", "URN", "Place of Learning")

_Cells = Callable[[Shown, Spell, Place], Sequence[Cell]]


def _text(row: Shown, spell: Spell, place: Place) -> Sequence[Cell]:
    return (
        *(row.family, row.given, row.born, row.home.postcode, row.upn, place.laestab),
        *(place.name, spell.starts, place.authority),
    )


def _book(row: Shown, spell: Spell, place: Place) -> Sequence[Cell]:
    return (
        *(row.family, row.given, row.born, row.home.postcode, row.uln),
        *(place.urn, place.name),
    )


def neighbour_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The lists of each autumn up to the last day, of the two largest neighbours."""
    around = [
        place
        for place in invented.institutions.all
        if place.authority != invented.authority and place.urn
    ]
    councils = list(dict.fromkeys(place.authority for place in around))[:2]
    for year in range(invented.first + 1, invented.on.year + 1):
        day = date(year, _MONTH, _DAY)
        if day >= invented.on:
            continue
        for number, council in enumerate(councils):
            every = list(_learners(invented, day, council))
            if not every:
                continue
            name = f"neighbours/{day:%Y-%m}-{council}"
            target = folder.target(f"{name}.{'xlsx' if number else 'csv'}")
            rows = _rows(invented, target.name, day, every, _book if number else _text)
            if number:
                write_xlsx(target, _BOOK, rows)
            else:
                write_csv(target, _TEXT, rows, Look(delimiter=";"))
            yield folder.load(
                "educated-elsewhere",
                (target.path,),
                day,
                later=_LATER,
                description=f"council {council}, {name}",
                as_at=day,
                institution=council,
            )


def _learners(
    invented: Invented, day: date, council: str
) -> Iterator[tuple[Person, Spell, Place]]:
    """Our residents who are at a place of a council's area on a day."""
    for person in invented.everybody.residents:
        if person.home_on(day).authority != invented.authority:
            continue
        spell = person.spell_on(day)
        if spell is None or spell.at is None:
            continue
        place = invented.institutions[spell.at]
        if place.authority == council:
            yield person, spell, place


def _rows(
    invented: Invented,
    name: str,
    day: date,
    every: Sequence[tuple[Person, Spell, Place]],
    cells: _Cells,
) -> Iterator[Row]:
    rng = Random(f"{invented.seed}/{name}")
    for person, spell, place in every:
        row = shown(rng, person, day, SCHOOL_LIST, invented.places)
        yield person.key, cells(row, spell, place)
