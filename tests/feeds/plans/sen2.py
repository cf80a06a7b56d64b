"""Invented returns of SEN2: the tables of COLLECT, and the workbook that makes them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

_HEADINGS: Mapping[str, Sequence[str]] = {
    "person": (
        *("NativeId", "persontableid", "sourceid", "sen2tableid", "surname"),
        *("forename", "personbirthdate", "sex", "ethnicity", "postcode", "upn"),
        *("uniquelearnernumber", "upnunknown"),
    ),
    "requests": (
        *("requeststableid", "persontableid", "receiveddate", "requestsource", "rya"),
        *("requestoutcomedate", "requestoutcome"),
    ),
    "assessment": (
        *("assessmenttableid", "requeststableid", "assessmentoutcome"),
        *("assessmentoutcomedate", "week20"),
    ),
    "namedplan": (
        *("namedplantableid", "assessmenttableid", "startdate", "planres", "pb"),
        *("ceasedate", "ceasereason"),
    ),
    "plandetail": (
        *("plandetailtableid", "namedplantableid", "urn", "ukprn", "sensetting"),
        "placementrank",
    ),
    "activeplans": (
        *("activeplanstableid", "requeststableid", "transferla", "reviewmeeting"),
        *("reviewoutcome", "lastreview", "phasetransferduedate"),
        "phasetransferfinaldate",
    ),
    "placementdetail": (
        *("placementdetailtableid", "activeplanstableid", "urn", "ukprn"),
        *("sensetting", "placementrank", "entrydate", "leavingdate"),
    ),
    "senneed": ("senneedtableid", "activeplanstableid", "sentype", "sentyperank"),
}
_SHEETS = {
    "person": "Person",
    "requests": "Requests",
    "assessment": "Assessments",
    "namedplan": "Named Plan",
    "activeplans": "Active Plan",
    "placementdetail": "Placement Detail",
}


def person(number: int, **more: Any) -> dict[str, dict[str, Any]]:
    """The rows of one person by table, with a plan since 2020 and what is in ``more``:
    cells as ``table__column``; a table given as None has no row.
    """
    rows: dict[str, dict[str, Any]] = {
        "person": {
            "persontableid": f"P{number}",
            "surname": f"Eastwick{chr(97 + number)}",
            "forename": "Amina",
            "personbirthdate": "2009-Oct-03 00:00:00",
            "sex": "F",
        },
        "requests": {
            "requeststableid": f"R{number}",
            "persontableid": f"P{number}",
            "receiveddate": "2019-Nov-03 00:00:00",
            "requestoutcome": "Y",
        },
        "assessment": {
            "assessmenttableid": f"A{number}",
            "requeststableid": f"R{number}",
            "assessmentoutcome": "Y",
        },
        "namedplan": {
            "namedplantableid": f"N{number}",
            "assessmenttableid": f"A{number}",
            "startdate": "2020-Mar-02 00:00:00",
        },
        "activeplans": {
            "activeplanstableid": f"C{number}",
            "requeststableid": f"R{number}",
        },
    }
    for name, value in more.items():
        table, _, column = name.partition("__")
        if not column:
            rows.pop(table, None)
        else:
            rows.setdefault(table, _linked(table, number))[column] = value
    return rows


def _linked(table: str, number: int) -> dict[str, Any]:
    return {"activeplanstableid": f"C{number}"} if table != "namedplan" else {}


def tables(folder: Path, *persons: Mapping[str, Mapping[str, Any]]) -> list[Path]:
    """The CSV tables of COLLECT, without those that have no row."""
    folder.mkdir(exist_ok=True)
    made = []
    for table, headings in _HEADINGS.items():
        rows = [each[table] for each in persons if table in each]
        if not rows:
            continue
        path = folder / f"{table}.csv"
        lines = [",".join(str(row.get(name, "")) for name in headings) for row in rows]
        path.write_text("\n".join([",".join(headings), *lines]) + "\n")
        made.append(path)
    return made


def workbook(path: Path, *persons: Mapping[str, Mapping[str, Any]]) -> Path:
    """The workbook: each sheet has the numbers of the person and of the request."""
    with xlsxwriter.Workbook(path) as book:
        for table, title in _SHEETS.items():
            own = [name for name in _HEADINGS[table] if not name.endswith("tableid")]
            ids = ["persontableid"] if table == "person" else _BOTH
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, [*ids, *own])
            rows = [each for each in persons if table in each]
            for line, each in enumerate(rows, start=1):
                number = each["person"]["persontableid"]
                links = {"persontableid": number, "requeststableid": f"R{number[1:]}"}
                cells = {**each[table], **links}
                sheet.write_row(line, 0, [cells.get(it, "") for it in [*ids, *own]])
    return path


_BOTH = ["persontableid", "requeststableid"]
