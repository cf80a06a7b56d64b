"""Files of two other systems, as strangers' vendors write them. Everybody is invented.

The first vendor writes XML in UTF-16 with a prefix before every element, English dates
with a time, its own spelling of some elements, and leaves out what is empty. The second
flattens the return into a table in Windows-1252: a row for each characteristic, names
for codes, and the dates of a spreadsheet as numbers.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from tests.factories import person

Young = dict[str, str]

_START, _ASCERTAINED, _VERIFIED = "2026-09-07", "2026-09-10", "2026-09-24"


def young(number: int, **changes: str) -> Young:
    """A young person at the college, by the names of the return."""
    row = person(number)
    day, month, year = row["born"].split("/")
    return {
        "YoungPersonsID": f"3590000{number:06}",
        "CohortStatus": "P",
        "GivenName": row["given"],
        "FamilyName": row["family"],
        "AddressLine1": f"{number} Sample Street",
        "Town": "Wigan",
        "Postcode": row["postcode"],
        "Gender": row["sex"],
        "DOB": f"{year}-{month}-{day}",
        "Ethnicity": "WBRI",
        "LeadLEA": "359",
        "EducatedLEA": "359",
        "UniqueLearnerNo": row["uln"],
        "LevelofNeedCode": "3",
        "SENDFlag": "N",
        "SENSupportFlag": "N",
        "ActivityCode": "230",
        "StartDate": _START,
        "DateAscertained": _ASCERTAINED,
        "DateVerified": _VERIFIED,
        "DueToLapseDate": "2027-08-31",
        "CurrencyLapsed": "N",
        "EstablishmentNumber": "3598600",
        "EstablishmentName": "Testham College (invented)",
        "PredictedEndDate": "2027-08-31",
        **changes,
    }


_PARTS = (
    ("PersonalDetails", "YoungPersonsID", "UniqueLearnerNo"),
    ("LevelofNeed", "LevelofNeedCode", "SENSupportFlag"),
    ("Cohort", "ActivityCode", "PredictedEndDate"),
)


def _english(text: str) -> str:
    parts = text.split("-")
    if len(parts) == 3 and len(text) == 10:
        return f"{parts[2]}/{parts[1]}/{parts[0]} 00:00:00"
    return text.replace("&", "&amp;")


def of_first_vendor(path: Path, month_end: date, people: Iterable[Young]) -> Path:
    """The return of a month as the first vendor writes it, under whatever name."""
    lines = [
        '<?xml version="1.0" encoding="UTF-16"?>',
        "<!-- produced by the client caseload system -->",
        '<nc:NCCIS2026 xmlns:nc="urn:example:nccis">',
        "<nc:FileHeader><nc:Databases><nc:DatabaseId>359</nc:DatabaseId></nc:Databases>",
        "<nc:SourceLEAs><nc:LEACode>359</nc:LEACode></nc:SourceLEAs>",
        f"<nc:DateOfSend>{_english(month_end.isoformat())}</nc:DateOfSend>",
        f"<nc:PeriodEnd>{_english(month_end.isoformat())}</nc:PeriodEnd>",
        "<nc:SupplierName>Stranger</nc:SupplierName></nc:FileHeader>",
    ]
    for each in people:
        names = list(each)
        lines.append("<nc:YoungPersonsRecord>")
        for part, first, last in _PARTS:
            inside = names[names.index(first) : names.index(last) + 1]
            if part == "Cohort":
                lines.append("<nc:Activities>")
            lines.append(f"<nc:{part}>")
            lines += [
                f"<nc:{name}>{_english(each[name])}</nc:{name}>"
                for name in inside
                if each[name]
            ]
            lines.append(f"</nc:{part}>")
            if part == "Cohort":
                lines.append("</nc:Activities>")
        lines.append("</nc:YoungPersonsRecord>")
    lines.append("</nc:NCCIS2026>")
    path.write_bytes("\n".join(lines).encode("utf-16"))
    return path


_RENAMED = {"LevelofNeedCode": "LevelOfNeedCode", "UniqueLearnerNo": "ULN"}
_SERIAL_ZERO = date(1899, 12, 30)
_IN_NAMES = {
    "ActivityCode": {"230": "230 - Further education college"},
    "LeadLEA": {"359": "Wigan"},
}


def of_second_vendor(path: Path, month_end: date, people: Iterable[Young]) -> Path:
    """The return of a month as the second vendor flattens it."""
    rows = list(people)
    names = list(rows[0])
    head = ["DatabaseId", "PeriodEnd", *(_RENAMED.get(it, it) for it in names)]
    lines = [";".join([*head, "CharacteristicCode"])]
    serial = str((month_end - _SERIAL_ZERO).days)
    for each in rows:
        cells = ["359", serial]
        for name in names:
            text = _IN_NAMES.get(name, {}).get(each[name], each[name])
            cells.append(text)
        for code in each.get("characteristics", "").split() or [""]:
            lines.append(";".join([*cells, code]))
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


def contacts(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Interactions as the first vendor exports them, in Windows-1252."""
    names = (
        *("Client ID", "Client Surname", "Client Forename", "Date of Birth"),
        *("Interaction Date", "Interaction Type", "Interaction Outcome"),
        *("Contact With", "Created By", "Running Notes", "Is Confidential"),
        *("Status Confirmed", "Venue"),
    )
    lines = [",".join(names)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in names) for row in rows]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path
