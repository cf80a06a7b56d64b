"""The transfer files of one school's leavers, each July.

A file for each destination: the sixth form of a school, or XXXXXXX for those of a
college and those who have no plan yet. A few pupils change their minds later, a few
have no day of leaving, and one file is sent twice under another name.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from xml.sax.saxutils import escape

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Target
from tracker.demo.people.faults import SCHOOL_LIST, Shown, shown
from tracker.demo.people.institutions import Place
from tracker.demo.people.population import Person
from tracker.demo.plan import Load

#: The school that sends them, and what it writes where it knows no school.
_SENDER = "school-02"
_UNKNOWN = "XXXXXXX"
_VERSION = "25.0"
_LEFT, _MADE = (7, 17), (7, 20)
#: The share of pupils who go elsewhere in the end, and of those without a day.
_CHANGED, _NO_DAY = 0.04, 0.06


def transfer_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The files of each summer after the first autumn, up to the last day."""
    school = invented.institutions[_SENDER]
    for year in range(invented.first + 1, invented.on.year + 1):
        day = date(year, *_MADE)
        if day >= invented.on:
            continue
        going = _by_destination(invented, school, day)
        if not going:
            continue
        paths = []
        for number, (to, people) in enumerate(sorted(going.items()), start=1):
            name = f"{school.laestab}_CTF_{to}_{number:03}.xml"
            target = folder.target(f"transfers/{year}-07/{name}")
            _write(invented, target, school, to, people, day)
            paths.append(target.path)
        again = paths[0].with_name(f"Copy of {paths[0].name}")
        again.write_bytes(paths[0].read_bytes())
        yield folder.load(
            "transfer-files",
            (*paths, again),
            day,
            later=2,
            description=f"{school.name}, transfer files of {year}",
        )


def _by_destination(
    invented: Invented, school: Place, day: date
) -> dict[str, list[Person]]:
    """The leavers of Year 11 by the destination that the school knows of."""
    sixth_forms = [
        each.laestab
        for each in invented.institutions.all
        if each.sixth_form and each.laestab and each.key != school.key
    ]
    found: dict[str, list[Person]] = defaultdict(list)
    for person in invented.everybody.people:
        there = person.school_on(day)
        if person.cohort != day.year - 1 or there is None or there.at != school.key:
            continue
        after = person.later[0].at if person.later else None
        if after == school.key:
            continue  # they stay, and no file goes with them
        place = invented.institutions[after] if after else None
        to = place.laestab if place and place.sixth_form and place.laestab else _UNKNOWN
        rng = Random(f"{invented.seed}/transfer/{person.key}")
        if sixth_forms and rng.random() < _CHANGED:
            to = rng.choice(sixth_forms)
        found[to].append(person)
    return found


def _write(
    invented: Invented,
    target: Target,
    school: Place,
    to: str,
    people: Sequence[Person],
    day: date,
) -> None:
    """Writes one file, each pupil on a line of its own."""
    rng = Random(f"{invented.seed}/{target.name}")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<CTfile>",
        "<Header><DocumentName>Common Transfer File</DocumentName>"
        f"{_tag('CTFversion', _VERSION)}"
        f"{_tag('DateTime', f'{day}T11:20:00')}"
        "<DocumentQualifier>full</DocumentQualifier><SupplierID>Invented</SupplierID>"
        f"<SourceSchool>{_numbers(school.laestab or '')}"
        f"{_tag('SchoolName', school.name)}{_tag('AcademicYear', str(day.year - 1))}"
        f"</SourceSchool><DestSchool>{_numbers(to)}</DestSchool></Header>",
        "<CTFpupilData>",
    ]
    left = date(day.year, *_LEFT)
    for person in people:
        row = shown(rng, person, day, SCHOOL_LIST, invented.places)
        gone = None if rng.random() < _NO_DAY else left
        lines.append(_pupil(person, row, school, gone))
        target.truth.add(target.name, len(lines), person.key)
    lines += ["</CTFpupilData>", "</CTfile>", ""]
    target.path.parent.mkdir(parents=True, exist_ok=True)
    target.path.write_text("\n".join(lines), encoding="utf-8")


def _pupil(person: Person, row: Shown, school: Place, left: date | None) -> str:
    there = person.school[-1].starts
    care = "<LookedAfter><InCare>false</InCare></LookedAfter>"
    days = _tag("EntryDate", str(there)) + (
        _tag("LeavingDate", str(left)) if left else ""
    )
    return (
        f"<Pupil>{_tag('UPN', row.upn)}{_tag('UniqueLearnerNumber', row.uln)}"
        f"{_tag('Surname', row.family)}{_tag('Forename', row.given)}"
        f"{_tag('DOB', str(row.born))}{_tag('Sex', row.sex)}<BasicDetails>"
        f"{_tag('FormerUPN', row.former_upn)}{_tag('MiddleNames', row.middle)}"
        f"{_tag('NCyearActual', '11')}{_tag('Ethnicity', person.ethnicity)}"
        f"</BasicDetails>{care}<Address><AddressLines>"
        f"{_tag('AddressLine1', row.home.line1)}{_tag('AddressLine2', row.home.town)}"
        f"</AddressLines>{_tag('PostCode', row.home.postcode)}</Address>"
        "<SchoolHistory>"
        f"<School>{_numbers(school.laestab or '')}{days}<LastSchool>true</LastSchool>"
        "</School></SchoolHistory></Pupil>"
    )


def _numbers(laestab: str) -> str:
    return _tag("LEA", laestab[:3]) + _tag("Estab", laestab[3:])


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
