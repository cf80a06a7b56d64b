"""Pupils with a unique value in every column that a restriction withholds, the files in
which their school sends them, and a search of everything that is stored.

Everybody here is invented.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from flask import Flask
from sqlalchemy import text

from tests.factories import SCHOOL
from tests.feeds.transfer_files import written
from tests.linkage.people import uln, upn
from tracker import store
from tracker.actions.intake import waiting_files
from tracker.extensions import db

#: The columns whose values appear nowhere else.
FORBIDDEN = ("upn", "uln", "email", "phone", "ethnicity", "form_group", "former")


@dataclass(frozen=True)
class Pupil:
    """One pupil, with the school's details."""

    number: int
    given: str = "Isolde"
    family: str = "Quennell"
    born: date = date(2009, 10, 1)
    postcode: str = "WN1 1AZ"
    yssa: str = "No"
    marks: int = 0  # the number in all values but the UPN and ULN; 0 is the pupil's own

    @property
    def secrets(self) -> dict[str, str]:
        n = self.marks or self.number
        return {
            "upn": upn(self.number),
            "uln": uln(self.number),
            "email": f"secret{n}@example.org",
            "phone": f"077009{n:05}",
            "ethnicity": "WROM" if n % 10 == 9 else "MOTM",
            "form_group": f"GROUP{n:05}",
            "former": f"Former{'bcdfghjklm'[n // 10 % 10]}{'bcdfghjklm'[n % 10]}ley",
        }


_FLAT = {
    "UPN": "upn",
    "UniqueLearnerNumber": "uln",
    "Email": "email",
    "Mobile": "phone",
    "Ethnicity": "ethnicity",
    "RegGroup": "form_group",
    "FormerSurname": "former",
}


def _table(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    given = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(given[0]))
        table.writeheader()
        table.writerows(given)
    return path


def flat(folder: Path, pupils: Iterable[Pupil], estab: str = "4034") -> list[Path]:
    """A flat table, like an analyst's."""
    rows = [
        {
            "LEA": "359",
            "Estab": estab,
            "Surname": one.family,
            "Forename": one.given,
            "DoB": f"{one.born:%d/%m/%Y}",
            "Gender": "F",
            "NCyearActual": "12",
            "EnrolStatus": "C",
            "SENprovision": "E",
            "Postcode": one.postcode,
            "YSSA": one.yssa,
            **{heading: one.secrets[name] for heading, name in _FLAT.items()},
        }
        for one in pupils
    ]
    return [_table(folder / "flat.csv", rows)]


def collect(folder: Path, pupils: Iterable[Pupil], estab: str = "4034") -> list[Path]:
    """The family of tables that COLLECT exports."""
    pupils = list(pupils)
    roll = [
        {
            "pupilonrolltableid": f"P{one.number}",
            "schoolcensustableid": "A",
            "upn": one.secrets["upn"],
            "uniquelearnernumber": one.secrets["uln"],
            "surname": one.family,
            "forename": one.given,
            "formersurname": one.secrets["former"],
            "dob": f"{one.born:%Y-%b-%d} 00:00:00",
            "sex": "F",
            "enrolstatus": "C",
            "ncyearactual": "12",
            "senprovision": "E",
            "yssa": one.yssa,
            "ethnicity": one.secrets["ethnicity"],
            "email": one.secrets["email"],
            "mobile": one.secrets["phone"],
            "reggroup": one.secrets["form_group"],
        }
        for one in pupils
    ]
    homes = [
        {"pupilonrolltableid": f"P{one.number}", "postcode": one.postcode}
        for one in pupils
    ]
    census = [{"schoolcensustableid": "A", "lea": "359", "estab": estab, "urn": ""}]
    return [
        _table(folder / "pupilonroll.csv", roll),
        _table(folder / "addressesonroll.csv", homes),
        _table(folder / "schoolcensus.csv", census),
    ]


def xml(folder: Path, pupils: Iterable[Pupil], estab: str = "4034") -> list[Path]:
    """The message of a school's own system."""
    root = ET.Element("Message")
    head = ET.SubElement(root, "Header")
    ET.SubElement(head, "Collection").text = "SCAUT"
    ET.SubElement(head, "LEA").text = "359"
    ET.SubElement(head, "Estab").text = estab
    found = ET.SubElement(ET.SubElement(root, "Pupils"), "PupilsOnRoll")
    for one in pupils:
        made = ET.SubElement(found, "PupilOnRoll")
        for name, value in (
            ("UPN", one.secrets["upn"]),
            ("UniqueLearnerNumber", one.secrets["uln"]),
            ("Surname", one.family),
            ("Forename", one.given),
            ("FormerSurname", one.secrets["former"]),
            ("DOB", one.born.isoformat()),
            ("Sex", "F"),
            ("Ethnicity", one.secrets["ethnicity"]),
            ("YSSA", one.yssa),
            ("EnrolStatus", "C"),
            ("NCyearActual", "12"),
            ("SENprovision", "E"),
            ("Email", one.secrets["email"]),
            ("Mobile", one.secrets["phone"]),
            ("RegGroup", one.secrets["form_group"]),
            ("PostCode", one.postcode),
        ):
            ET.SubElement(made, name).text = value
    path = folder / "census.xml"
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
    return [path]


def listed(folder: Path, pupils: Iterable[Pupil], estab: str = "4034") -> list[Path]:
    """The list of the school's sixth form. It has no column for the answer."""
    rows = [
        {
            "Forename": one.given,
            "Surname": one.family,
            "DOB": f"{one.born:%d/%m/%Y}",
            "Sex": "F",
            "Postcode": one.postcode,
            "UPN": one.secrets["upn"],
            "ULN": one.secrets["uln"],
            "DfENo": f"359{estab}" if estab else "",
            "StartDate": "07/09/2025",
            "CourseTitle": one.secrets["form_group"],
            "Email": one.secrets["email"],
            "Mobile": one.secrets["phone"],
            "GoalDescription": one.secrets["former"],
        }
        for one in pupils
    ]
    return [_table(folder / "list.csv", rows)]


def transfers(folder: Path, pupils: Iterable[Pupil], estab: str = "4034") -> list[Path]:
    """Transfer files of the school. They have no place for the answer."""
    rows = [
        written.pupil(
            UPN=one.secrets["upn"],
            UniqueLearnerNumber=one.secrets["uln"],
            Surname=one.family,
            Forename=one.given,
            FormerSurname=one.secrets["former"],
            DOB=one.born.isoformat(),
            NCyearActual="",
            Ethnicity=one.secrets["ethnicity"],
            PostCode=one.postcode,
            email=one.secrets["email"],
            phone=one.secrets["phone"],
            contact=one.secrets["form_group"],
            sen="E",
        )
        for one in pupils
    ]
    path = folder / f"359{estab}_CTF_3598600_001.xml"
    source = ("359", estab) if estab else ("", "")
    return [written.ctf(path, rows, to=("359", "8600"), source=source)]


LAYOUTS = {
    "flat": ("school-census", flat),
    "collect": ("school-census", collect),
    "xml": ("school-census", xml),
    "list": ("provider-enrolment", listed),
    "transfer": ("transfer-files", transfers),
}


def sender(folder: Path, load: Callable[..., Any]) -> Callable[..., Any]:
    """Sends one file of the school after another, each in a layout."""

    def run(
        layout: str, *pupils: Pupil, as_at: date, institution: str = SCHOOL, **how: Any
    ) -> Any:
        feed, write = LAYOUTS[layout]
        place = folder / f"sent{len(list(folder.iterdir()))}"
        place.mkdir()
        files = write(place, pupils)
        return load(feed, *files, as_at=as_at, institution=institution, **how)

    return run


def everything(app: Flask) -> Iterator[tuple[str, str]]:
    """Every row of every table, also of the queue and the audit, and every file.

    Tables are read as their owner, and files that wait are read as they came: what is
    encrypted or closed to the application is stored all the same.
    """
    var: Path = app.config["TRACKER"].var
    with app.app_context():
        db.session.rollback()
        database = db.session.scalar(text("SELECT current_database()"))
        owner = store.database.embedded.owner(var / "postgres", database)
        with owner:
            for (table,) in owner.execute(_TABLES).fetchall():
                for (row,) in owner.execute(f'SELECT t::text FROM "{table}" t'):
                    yield table, row
        for path in waiting_files.every(var):
            with waiting_files.opened([path]).open(path) as contents:
                yield str(path), contents.read().decode("utf-8", "replace")
    for path in sorted(var.rglob("*")):
        if path.is_file() and "postgres" not in path.relative_to(var).parts:
            yield str(path), path.read_bytes().decode("utf-8", "replace")


#: A table that is kept in parts is read once, as a whole.
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
    " AND relnamespace = 'public'::regnamespace ORDER BY 1"
)


def leaks(app: Flask, *pupils: Pupil) -> list[tuple[str, str, str]]:
    """The values that may not be stored of these pupils: (name, place, row) of each."""
    secrets = {(name, value) for one in pupils for name, value in one.secrets.items()}
    return [
        (name, where, row)
        for where, row in everything(app)
        for name, value in sorted(secrets)
        if value in row
    ]
