"""What leavers of a school applied for at universities, as the school has it from UCAS.

After the results of August two schools send their list, each in its own headings, with
codes in the place of names, numbers that lost a digit, and a word that no list has.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, write_csv
from tracker.demo.people.faults import SCHOOL_LIST, shown
from tracker.demo.people.institutions import Place
from tracker.demo.people.population import Person
from tracker.demo.plan import Load

_HEADINGS = {
    "school-04": (
        *("Personal ID", "First name", "Last name", "Date of birth", "Postcode"),
        *("University", "Course", "UCAS status", "Year of entry"),
    ),
    "school-13": (
        *("UCAS ID", "Forename", "Surname", "DOB", "Postcode"),
        *("Inst code", "Course title", "Decision", "Cycle"),
    ),
}
#: A school whose export has the codes of UCAS alone.
_CODES_ALONE = "school-13"
_UNIVERSITIES = (
    ("University of Leeds", "L23"),
    ("Lancaster University", "L14"),
    ("University of Salford", "S03"),
    ("Edge Hill University", "E42"),
    ("Ormsby University (invented)", "X99"),
)
_COURSES = ("Law", "Nursing (Adult)", "Computer Science", "History", "Geography")
_WORDS = ("Placed", "Placed through Clearing", "Unconditional Firm", "Placed")
_OTHERS = ("Declined", "Unsuccessful", "Conditional Insurance (CI)", "Withdrawn")
_ODD = "Spoke to tutor"


def ucas_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The lists of each August after the first autumn, up to the last day."""
    for year in range(invented.first + 1, invented.on.year + 1):
        day = date(year, 8, 20)
        if day < invented.on:
            for key in _HEADINGS:
                yield from _of_school(invented, folder, invented.institutions[key], day)


def _of_school(
    invented: Invented, folder: Folder, school: Place, day: date
) -> Iterator[Load]:
    leavers = [
        each
        for each in invented.everybody.people
        if each.cohort == day.year - 3
        and (there := each.spell_on(date(day.year, 5, 1))) is not None
        and there.at == school.key
    ]
    target = folder.target(f"choices/{day:%Y-%m}-ucas-{school.key}.csv")
    rng = Random(f"{invented.seed}/{target.name}")
    rows: list[Row] = [
        (each.key, line)
        for each in leavers
        for line in _lines(rng, invented, school, each, day)
    ]
    if not rows:
        return
    write_csv(target, _HEADINGS[school.key], rows, Look(encoding="cp1252"))
    yield folder.load(
        "ucas",
        (target.path,),
        day,
        later=4,
        description=f"{school.name}, applications of {day:%Y}",
        as_at=day,
        institution=school.urn_on(day),
    )


def _lines(
    rng: Random, invented: Invented, school: Place, person: Person, day: date
) -> Iterator[Sequence[Cell]]:
    """One of their applications was taken up, and some made another."""
    number = str(rng.randrange(10**9, 10**10))
    if rng.random() < 0.05:
        number = number[:9]
    row = shown(rng, person, day, SCHOOL_LIST, invented.places)
    words = [_ODD if rng.random() < 0.02 else rng.choice(_WORDS)]
    if rng.random() < 0.6:
        words.append(rng.choice(_OTHERS))
    for word in words:
        name, code = rng.choice(_UNIVERSITIES)
        at = code if school.key == _CODES_ALONE else name
        entry = "" if rng.random() < 0.1 else str(day.year)
        yield (
            *(number, row.given, row.family, row.born, row.home.postcode),
            *(at, rng.choice(_COURSES), word, entry),
        )
