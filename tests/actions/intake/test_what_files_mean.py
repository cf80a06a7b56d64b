"""Files of other kinds and wordings, from the command to the position they give."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import census, person, pupil, register
from tests.feeds.reading import workbooks

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 5)


@pytest.fixture
def registered(tmp_path: Path, load) -> Path:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return tmp_path


def position(as_json, who: str, on: date) -> str:
    (found,) = as_json("people", "find", who)
    shown = as_json("people", "show", found["person"], "--on", on)
    return str(shown["position"]["activity"])


@pytest.mark.parametrize("status", ["Leaver", "L - Left", "Former pupil"])
def test_a_leaver_is_not_on_the_roll_that_an_earlier_census_put_them_on(
    registered: Path, load, as_json, status: str
) -> None:
    first = census(registered / "october.csv", [pupil(1)])
    load("school-census", first, as_at=OCTOBER)
    upn = person(1)["upn"]
    before = position(as_json, upn, NOVEMBER)
    gone = census(registered / "november.csv", [pupil(1, enrolled=status)])
    load("school-census", gone, as_at=NOVEMBER)
    after = position(as_json, upn, NOVEMBER)
    assert before in ("110", "210")
    assert after not in ("110", "210")


def test_a_not_known_status_is_no_evidence(registered: Path, load, as_json) -> None:
    file = census(registered / "november.csv", [pupil(1, enrolled="Applicant")])
    load("school-census", file, as_at=NOVEMBER)
    assert position(as_json, person(1)["upn"], NOVEMBER) not in ("110", "210")


@pytest.mark.parametrize("name", ["extract.csv", "extract.xls", "extract.ods"])
def test_a_table_of_nccis_columns_is_loaded_as_a_file_is(
    registered: Path, load, as_json, name: str
) -> None:
    head = "LEACode,PeriodEnd,YoungPersonsID,CohortStatus,GivenName,FamilyName,DOB"
    rows = [
        (
            head + ",Gender,Postcode,LeadLEA,ActivityCode,StartDate,DateAscertained"
        ).split(","),
        [
            *("359", "46326", "4440000000011", "P", "Amina", "Holt", "39906", "Female"),
            *("WN1 1AZ", "359", "Further education", "46272", "46275"),
        ],
    ]
    path = registered / name
    if name.endswith("csv"):
        path.write_text("\n".join(map(",".join, rows)))
    else:
        kind = workbooks.KINDS[name.replace("extract", "list")]
        path.write_bytes(kind({"Extract": rows}))
    loaded = load("nccis-file", path)
    assert loaded["as_at"] == "2026-10-31"
    (found,) = as_json("people", "find", "Holt", "Amina")
    shown = as_json("people", "show", found["person"], "--on", date(2026, 10, 31))
    assert shown["position"]["activity"] == "230"
    assert shown["identity"]["sex"] == "F"
