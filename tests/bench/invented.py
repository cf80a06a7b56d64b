"""Invented people, and the files of the benchmarks. No person here is real.

The same size gives the same file, byte for byte.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

from tracker import returns
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import AcademicYear, Period, academic_age
from tracker.domain.reference.identifiers import Upn
from tracker.linkage.model.invented_lists import COLLEGE, Inventor
from tracker.returns.record import Header

AUTHORITY, DATABASE = "359", "359"
PERIOD = Period(2026, 10)
COLLEGE_UKPRN = "10099991"
LISTED_ON = date(2026, 10, 16)
AUTUMN, SPRING = date(2025, 10, 2), date(2026, 1, 15)
A_DAY = timedelta(days=1)
#: The young people of the return: Year 11 to Year 13.
RETURNED = (date(2008, 9, 1), 3)
#: The ages that a council may have on record: from Year 9 to 25 with a plan.
HELD = (date(2002, 9, 1), 11)
#: The first birthday of those on an enrolment list of ages 16 to 18.
COLLEGE_AGE = date(2007, 9, 1)
#: Year 9 to Year 13 in the census of autumn 2025: the younger are not kept.
PUPILS = (date(2007, 9, 1), 5)

LIST_HEADINGS = (
    *("Forename", "Surname", "MiddleNames", "DOB", "Sex", "Postcode", "UPN", "ULN"),
    *("UKPRN", "StartDate", "PlannedEndDate", "FullTime"),
)
CENSUS_HEADINGS = (
    *("LEA", "Estab", "UPN", "Surname", "Forename", "Middlenames", "Gender", "DoB"),
    *("EnrolStatus", "EntryDate", "NCyearActual", "Ethnicity", "SENprovision"),
    *("UniqueLearnerNumber", "Postcode", "PAON", "Street", "Town"),
    "FSME on Census Day",
)


def people(size: int, born: tuple[date, int]) -> list[Identity]:
    """``size`` invented people, each with a UPN of their own."""
    drawn = Inventor(size).population(size, *born)
    for place, one in enumerate(drawn):
        assert one.born is not None
        entered = (one.born.year + 5) % 100
        body = f"359{4000 + place // 1000:04}{entered:02}{place % 1000:03}"
        drawn[place] = replace(one, upn=Upn.check_letter(body) + body)
    return drawn


def nccis_file(path: Path, size: int, *, held: bool = False) -> None:
    """Writes a return of October 2026 with as many fields as a record can have.

    ``held`` draws the people from all ages that a council holds.
    """
    header = Header(
        databases=(DATABASE,),
        authorities=(AUTHORITY,),
        sent=date(2026, 11, 4),
        period_end=PERIOD.end,
        supplier="Invented Supplier",
        supplier_version="1.0",
        schema_version="1.0",
    )
    with path.open("wb") as stream:
        returns.nccis_xml.write(
            stream, header, _records(size, HELD if held else RETURNED)
        )


def namesakes_file(path: Path, size: int) -> None:
    """Writes a return in which every person shares name and birthday with another.

    Ten thousand records are repeated with other IDs and ULNs.
    """
    nccis_file(path, min(size, 10_000))
    head, records, end = re.split(
        rb"(?<=</FileHeader>)|(?=\n</NCCIS>)", path.read_bytes(), maxsplit=2
    )
    with path.open("wb") as stream:
        stream.write(head)
        for time in range(0, size, 10_000):
            numbers = count(2 * time)
            stream.write(_OWN.sub(lambda found: _numbered(found, numbers), records))
        stream.write(end)


_OWN = re.compile(rb"<YoungPersonsID>[0-9]+|<UniqueLearnerNo>[0-9]+", flags=re.ASCII)


def _numbered(found: re.Match[bytes], numbers: Iterator[int]) -> bytes:
    tag, _, _ = found[0].partition(b">")
    if tag == b"<YoungPersonsID":
        return b"%s>%s%010d" % (tag, DATABASE.encode(), next(numbers))
    return b"%s>%d" % (tag, 1_000_000_000 + next(numbers) * 7 % 8_000_000_000)


def _records(size: int, born: tuple[date, int]) -> Iterator[returns.nccis_xml.Record]:
    draw = Random(size)
    for number, one in enumerate(people(size, born), start=1):
        yield _record(draw, number, one)


def _record(draw: Random, number: int, one: Identity) -> returns.nccis_xml.Record:
    assert one.born is not None
    age = academic_age(one.born, PERIOD.end)
    plan, support = draw.random() < 0.05 or age > 17, draw.random() < 0.12
    fields: returns.nccis_xml.Record = {
        "YoungPersonsID": f"{DATABASE}{number:010d}",
        "CohortStatus": "P",
        "GivenName": one.given,
        "MiddleName": one.middle or "Alex",
        "FamilyName": one.family,
        "AddressLine1": f"Flat {number % 40 + 1}, Invented House",
        "AddressLine2": f"{number % 200 + 1} Sample Street",
        "AddressLine3": "The Imagined Estate and Garden Village",
        "AddressLine4": "Near the Fictional Canal, by the Old Imaginary Mill",
        "Town": "Testham-in-Makerfield",
        "County": "Greater Testshire",
        "Postcode": one.postcode,
        "Gender": one.sex,
        "DOB": one.born.isoformat(),
        "Ethnicity": draw.choice(("WBRI", "WBRI", "WBRI", "BAFR", "APKN")),
        "LeadLEA": AUTHORITY,
        "EducatedLEA": AUTHORITY,
        "LEACodeAtYear11": AUTHORITY,
        "UniqueLearnerNo": one.uln,
        "UniquePupilNumber": one.upn,
        "GuaranteeStatusIndicator": "N" if age == 15 else "Y",
        "LevelOfNeedCode": "1" if draw.random() < 0.1 else "3",
        "SENDFlag": "Y" if plan else "N",
        "SENSupportFlag": "Y" if support and not plan else "N",
        "CharacteristicCode": draw.choice(
            (["150", "200", "210"], ["150", "160", "200", "210"])
        ),
        "PreviousYPIDIdentifier": f"888{number:010d}",
    }
    if age in (16, 17):
        node = f"Year{age - 5}"
        fields[f"{node}GuaranteeStatus"] = "110"
        fields[f"{node}LEACode"] = AUTHORITY
    return fields | _activity(draw, one.born, age)


def _activity(draw: Random, born: date, age: int) -> returns.nccis_xml.Record:
    if age == 15:
        return {
            **_at_school("110", date(born.year + 11, 9, 4), AcademicYear(2026).ends),
            "IntendedDestinationYr11": "121",
        }
    luck, starts = draw.random(), date(2026, 9, 2) + A_DAY * draw.randrange(20)
    if luck < 0.45:
        return _at_school("210", starts, date(2028, 7, 20))
    if luck < 0.85:
        return {
            **_at_school("230", starts, date(2028, 7, 9)),
            "EstablishmentNumber": "3598600",
            "EstablishmentName": "Riverside and Moor College (invented)",
            "UKProviderReferenceNumber": COLLEGE_UKPRN,
        }
    verified = starts + A_DAY * (10 + draw.randrange(20))
    fields: returns.nccis_xml.Record = {
        "StartDate": starts.isoformat(),
        "DateAscertained": (starts + A_DAY * 5).isoformat(),
        "DateVerified": verified.isoformat(),
        "CurrencyLapsed": "N",
    }
    if luck < 0.93:
        lapses = verified.replace(year=verified.year + 1)
        return fields | {
            "ActivityCode": "310",
            "DueToLapseDate": lapses.isoformat(),
            "EstablishmentName": "Acme Fabrication (invented)",
            "UKProviderReferenceNumber": "10099992",
        }
    return fields | {"ActivityCode": "619", "NEETStartDate": starts.isoformat()}


def _at_school(code: str, starts: date, until: date) -> returns.nccis_xml.Record:
    return {
        "ActivityCode": code,
        "StartDate": starts.isoformat(),
        "DateAscertained": (starts + A_DAY * 6).isoformat(),
        "DateVerified": "2026-10-08",
        "DueToLapseDate": AcademicYear(2026).ends.isoformat(),
        "CurrencyLapsed": "N",
        "EstablishmentNumber": "3594900",
        "EstablishmentName": "Testham Church of England High School (invented)",
        "PredictedEndDate": until.isoformat(),
    }


def enrolment_file(path: Path, rows: int, known: int) -> None:
    """Writes a college's list, in which one in twenty is not among the ``known``.

    It has the faults of such lists: mistyped names, few UPNs, new addresses.
    """
    inventor = Inventor(rows)
    of_age = [
        one for one in people(known, HELD) if one.born and one.born >= COLLEGE_AGE
    ]
    listed = inventor.random.sample(of_age, rows - rows // 20)
    listed += inventor.population(rows // 20, *RETURNED)
    inventor.random.shuffle(listed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(LIST_HEADINGS)
        for one in listed:
            row = inventor.listed(one, COLLEGE)
            table.writerow(
                (
                    *(row.given, row.family, row.middle, _day(row.born), row.sex),
                    *(row.postcode, row.upn, row.uln, COLLEGE_UKPRN),
                    *("07/09/2026", "02/07/2027", "Y"),
                )
            )


def census_file(path: Path, pupils: int, *, later: bool = False) -> None:
    """Writes the flat census of some schools; ``later`` is the same one term later.

    By then one pupil in fifty has moved house and one in a hundred is new.
    """
    draw, inventor = Random(pupils), Inventor(pupils + 1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(CENSUS_HEADINGS)
        for place, one in enumerate(people(pupils, PUPILS)):
            moved, new = draw.random() < 0.02, draw.random() < 0.01
            row = one
            if later and moved:
                row = replace(one, postcode=inventor.postcode())
            if later and new:
                row = inventor.person(*PUPILS)
            table.writerow(_pupil(draw, place, row))


def _pupil(draw: Random, place: int, one: Identity) -> tuple[object, ...]:
    assert one.born is not None
    group = academic_age(one.born, AUTUMN) - 4
    return (
        *(AUTHORITY, 4000 + place // 1000, one.upn, one.family, one.given),
        *(one.middle, one.sex, _day(one.born), "C", f"03/09/{2025 - (group - 7) % 7}"),
        *(group, "WBRI", draw.choice("NNNNNNKE"), one.uln, one.postcode),
        *(place % 150 + 1, "Sample Street", "Testham", draw.choice("YNNN")),
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
