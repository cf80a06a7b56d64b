"""Files as senders write them, of invented people at invented places, from short rows.

The postcodes are real, so that their authority can be looked up; no resident of them is
meant.
"""

import csv
import shlex
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.linkage.people import uln, upn

AUTHORITY = "359"
HERE, ALSO_HERE, ELSEWHERE = "WN1 1AZ", "WN2 3AB", "M1 1AE"

SCHOOL, SCHOOL_NUMBER = "106500", "3594034"
ACADEMY = "141200"
COLLEGE, COLLEGE_NUMBER, COLLEGE_UKPRN = "130500", "3598600", "10099991"
OTHER_COLLEGE = "130777"

GIVEN = (
    *("Amina", "Bryn", "Carys", "Dewi", "Esther", "Farid", "Greta", "Hari", "Isla"),
    *("Jonah", "Keira", "Luca", "Mabel", "Nadia", "Oscar", "Priya", "Quinn", "Rhys"),
    *("Saskia", "Tomos", "Una", "Viktor", "Wren", "Xanthe", "Yusuf", "Zelda"),
)
FAMILY = (
    *("Holtby", "Ashcombe", "Brimble", "Clegg", "Dunmore", "Eastwick", "Farrow"),
    *("Gildern", "Hexley", "Ingram", "Jessop", "Kettlewell", "Lomax", "Marchbank"),
    *("Netherby", "Orrell", "Pemberley", "Quarles", "Rushton", "Satterly", "Tyldes"),
)

Row = dict[str, str]


def person(number: int, day: date | None = None, **changes: str) -> Row:
    """One invented young person: aged 16 on 31 August 2026 unless born on ``day``."""
    day = day or date(2009, 9 + number % 4, 1 + number % 28)
    return {
        "given": GIVEN[number % len(GIVEN)],
        "family": FAMILY[number * 5 % len(FAMILY)],
        "born": f"{day:%d/%m/%Y}",
        "sex": "FM"[number % 2],
        "postcode": HERE,
        "upn": upn(number),
        "uln": uln(number),
        "start": "07/09/2026",
        **changes,
    }


def people(count: int, first: int = 1, **changes: str) -> list[Row]:
    """``count`` different people, all with the same ``changes``."""
    return [person(number, **changes) for number in range(first, first + count)]


def unsure(row: Row) -> Row:
    """The row of a line that an officer has to decide: it has another UPN."""
    other = upn(int(row["upn"][-4:]) + 500)
    return {**row, "upn": other, "uln": "", "sex": ""}


_LIST = {
    "Forename": "given",
    "Surname": "family",
    "DOB": "born",
    "Sex": "sex",
    "Postcode": "postcode",
    "UPN": "upn",
    "ULN": "uln",
    "DfENo": "laestab",
    "UKPRN": "ukprn",
    "ProviderName": "provider",
    "StartDate": "start",
    "EndDate": "end",
    "PlannedEndDate": "planned",
    "SituationGroup": "situation",
    "EHCP": "ehcp",
}

_CENSUS = {
    "Estab": "estab",
    "UPN": "upn",
    "Surname": "family",
    "Forename": "given",
    "Gender": "sex",
    "DoB": "born",
    "EnrolStatus": "enrolled",
    "EntryDate": "entry",
    "NCyearActual": "year",
    "Ethnicity": "ethnicity",
    "SENprovision": "sen",
    "UniqueLearnerNumber": "uln",
    "Postcode": "postcode",
    "PAON": "house",
    "Street": "street",
    "Town": "town",
    "YSSA": "yssa",
    "FSME on Census Day": "meals",
    "ParentName": "parent",
}


def _csv(path: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for row in rows:
            table.writerow(row.get(name, "") for name in columns.values())
    return path


def provider_list(path: Path, rows: Iterable[Row]) -> Path:
    """An enrolment list with our template's headings."""
    return _csv(path, _LIST, rows)


_CHOICE = {
    "Applicant Forename": "given",
    "Applicant Surname": "family",
    "Date of birth": "born",
    "UPN": "upn",
    "Postcode": "postcode",
    "Year Group": "year",
    "Provider Name": "provider",
    "Course": "course",
}
_OFFER = {
    **_CHOICE,
    "Application Date": "applied",
    "Application Status": "stage",
    "Status Date": "stage_date",
    "SG Status": "guarantee",
    "Current School": "school",
}
_INTENTION = {**_CHOICE, "Intended Destination": "destination", "Applied?": "applied"}


def offers(path: Path, rows: Iterable[Row], *, without: str = "") -> Path:
    """A list of applications and offers, as an application system exports it.

    ``without`` is a column that it does not have.
    """
    columns = {heading: name for heading, name in _OFFER.items() if name != without}
    return _csv(path, columns, rows)


def intentions(path: Path, rows: Iterable[Row]) -> Path:
    """A school's list of intended destinations."""
    return _csv(path, _INTENTION, rows)


def pupil(number: int, day: date | None = None, **changes: str) -> Row:
    """One invented pupil of Year 11 in 2026/27 unless ``changes`` differ."""
    particulars = person(number, day or date(2010, 9 + number % 4, 1 + number % 28))
    return {
        **particulars,
        "estab": "4034",
        "enrolled": "C",
        "entry": "05/09/2022",
        "year": "11",
        "ethnicity": "WBRI",
        "sen": "N",
        "house": str(number),
        "street": "Sample Street",
        "town": "Wigan",
        "yssa": "Yes",
        "meals": "N",
        **changes,
    }


def census(path: Path, rows: Iterable[Row]) -> Path:
    """A flat school census as an analyst exports it."""
    return _csv(path, _CENSUS, rows)


_REGISTER = (
    *("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName"),
    *("TypeOfEstablishment (code)", "EstablishmentStatus (name)", "OpenDate"),
    *("CloseDate", "PhaseOfEducation (code)", "StatutoryLowAge", "StatutoryHighAge"),
    *("UKPRN", "FurtherEducationType (name)", "Town", "Postcode"),
)
_OLD_SCHOOL = (
    *(SCHOOL, "359", "4034", "Testham High School (invented)", "1", "Closed", ""),
    *("31-08-2024", "4", "11", "18", "", "Not applicable", "Wigan", HERE),
)
_OPEN_SCHOOL = (*_OLD_SCHOOL[:5], "Open", "", "", *_OLD_SCHOOL[8:])
_NEW_ACADEMY = (
    *(ACADEMY, "359", "4999", "Testham Academy (invented)", "34", "Open"),
    *("01-09-2024", "", "4", "11", "18", "10099990", "Not applicable", "Wigan", HERE),
)
_COLLEGES = (
    (
        *(COLLEGE, "359", "8600", "Testham College (invented)", "18", "Open", "", ""),
        *("6", "16", "99", COLLEGE_UKPRN, "General FE college", "Wigan", HERE),
    ),
    (
        *(OTHER_COLLEGE, "359", "8601", "Otherton College (invented)", "18", "Open"),
        *("", "", "6", "16", "99", "10099977", "General FE college", "Wigan", HERE),
    ),
)


def register(path: Path, *, academy: bool = False) -> Path:
    """The establishment register; with the academy the school is closed."""
    school = [_OLD_SCHOOL, _NEW_ACADEMY] if academy else [_OPEN_SCHOOL]
    with path.open("w", encoding="cp1252", newline="") as file:
        table = csv.writer(file)
        table.writerow(_REGISTER)
        table.writerows([*school, *_COLLEGES])
    return path


def links(path: Path) -> Path:
    """The file of links: the academy is the school that it was."""
    with path.open("w", encoding="cp1252", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
        )
        table.writerow((SCHOOL, ACADEMY, "Testham Academy", "Successor", "01-09-2024"))
        table.writerow((ACADEMY, SCHOOL, "Testham High", "Predecessor", "01-09-2024"))
    return path


_PERSONAL = {
    "GuaranteeStatusIndicator": "indicator",
    "CohortStatus": "status",
    "GivenName": "given",
    "FamilyName": "family",
    "AddressLine1": "line1",
    "Postcode": "postcode",
    "Gender": "sex",
    "DOB": "born",
    "LeadLEA": "lead",
    "UniqueLearnerNo": "uln",
    "UniquePupilNumber": "upn",
}
_ACTIVITY = {
    "ActivityCode": "activity",
    "StartDate": "start",
    "DateAscertained": "ascertained",
    "DateVerified": "verified",
    "ReviewDate": "review",
    "NEETStartDate": "neet",
    "CurrencyLapsed": "lapsed",
    "EstablishmentNumber": "laestab",
    "EstablishmentName": "provider",
}


def _iso(text: str) -> str:
    day, separator, rest = text.partition("/")
    return f"{rest[3:]}-{rest[:2]}-{day}" if separator else text


def nccis(path: Path, period_end: date, rows: Iterable[Row]) -> Path:
    """An NCCIS file of another system, as at the end of a month."""
    root = ET.Element("NCCIS")
    header = ET.SubElement(root, "FileHeader")
    ET.SubElement(ET.SubElement(header, "Databases"), "DatabaseId").text = "359"
    ET.SubElement(ET.SubElement(header, "SourceLEAs"), "LEACode").text = "359"
    for name, value in (
        ("DateOfSend", period_end.isoformat()),
        ("PeriodEnd", period_end.isoformat()),
        ("SupplierName", "Invented"),
        ("SupplierXMLVersion", "1"),
        ("XMLSchemaVersion", "1"),
    ):
        ET.SubElement(header, name).text = value
    for number, row in enumerate(rows, 1):
        record = ET.SubElement(root, "YoungPersonsRecord")
        personal = ET.SubElement(record, "PersonalDetails")
        ypid = row.get("ypid", f"3590000{number:06}")
        ET.SubElement(personal, "YoungPersonsID").text = ypid
        filled = {"status": "P", "lead": "359", "line1": "1 Sample Street", **row}
        for name, key in _PERSONAL.items():
            if filled.get(key):
                ET.SubElement(personal, name).text = _iso(filled[key])
        cohort = ET.SubElement(ET.SubElement(record, "Activities"), "Cohort")
        for name, key in _ACTIVITY.items():
            if filled.get(key):
                ET.SubElement(cohort, name).text = _iso(filled[key])
        if filled.get("characteristics"):
            need = ET.SubElement(record, "LevelOfNeed")
            held = ET.SubElement(need, "Characteristics")
            for code in filled["characteristics"].split():
                ET.SubElement(held, "CharacteristicCode").text = code
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
    return path


def answers_for_other_tests(questions: Iterable[Mapping[str, str]]) -> list[str]:
    """The answers for a test about something else: a file without a date is as at
    today, a sender in no register gets a name, and other authorities are confirmed.
    """
    answers = {
        "as-at date": ("--as-at", "today"),
        "new sender": ("--new-sender", "Sender of a test"),
        "other authorities": ("--other-authorities",),
    }
    words = []
    for each in questions:
        if each["kind"] == "new sender" and each["answer"] != "--new-sender NAME":
            words += shlex.split(each["answer"])  # several, each by its number
        else:
            words += answers.get(each["kind"], ())
    return words
