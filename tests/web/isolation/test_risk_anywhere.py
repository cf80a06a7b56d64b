"""Sealed columns of DfE's list are read on the pages of its own lines alone.

Everybody is invented. The values stand nowhere else, so each page, file and table can
be searched for them.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.browser.walking import endpoint_of
from tests.factories import SCHOOL, census, pupil, register
from tests.web.isolation.test_claimants_anywhere import everything_read
from tracker.access import ROLES

pytestmark = pytest.mark.law("D-11", "D-13")

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 12)
#: What stands in cells that are sealed: of care, of a sum, and of no known meaning.
VALUES = ("QXCARE", "QXSUM", "QXWORD")
_FOUND = re.compile("|".join(VALUES))
#: The pages of files and their lines, for those who load and match them.
LOADING = re.compile(r"data_team\.(import|match)")


@pytest.fixture
def loaded(pages: Flask, tmp_path: Path, load, clock) -> dict[str, object]:
    clock.set(date(2026, 11, 20))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, meals="Y") for n in range(1, 6)]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=OCTOBER)
    path = tmp_path / "roni.csv"
    lines = [
        f"{row['upn']},{row['family']},{row['given']},{row['born']},11,Y,{end}"
        for row, end in zip(rows, ["QXCARE,QXSUM,QXWORD"] * 5, strict=True)
    ]
    head = "UPN,Surname,Forename,DOB,NC Year,Attendance low,In care,RONI score,Group X"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return load("risk-lists", path, as_at=NOVEMBER)


@pytest.mark.sample("adviser", "school-user", because="every page and file of a role")
@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_of_a_role_shows_what_is_sealed_of_the_list(
    pages: Flask, loaded, signed_in, role: str
) -> None:
    assert loaded["outcomes"] == {"matched-no-change": 5}
    place = f"urn:{SCHOOL}" if ROLES[role].of_institution else None
    reached = everything_read(pages, signed_in(role, place))
    assert len(reached) > 5
    showing = {
        str(endpoint_of(pages, address))
        for address, text in reached.items()
        if _FOUND.search(text)
    }
    assert {each for each in showing if not LOADING.match(each)} == set()
    assert not showing or role == "data-manager"


def test_no_table_holds_it_in_plain_text(loaded, everything) -> None:
    held = {
        table
        for table, rows in everything().items()
        for row in rows
        if _FOUND.search(row)
    }
    assert held == set()


def test_the_return_and_its_commands_know_nothing_of_the_list(
    loaded, flask, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    flask("returns", "prepare", "--period", "2026-10", "--out", out)
    for file in out.rglob("*.xml"):
        text = file.read_text("utf-8")
        assert not _FOUND.search(text) and "Attendance" not in text
    shown = flask("people", "show", "1", code=None)
    assert not _FOUND.search(shown.out + shown.err)
