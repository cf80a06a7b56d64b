"""What children's services return is read on the pages of its own lines alone.

Everybody is invented. The values stand nowhere else, so each page, file, command and
table can be searched for them, and so can what would name the source beside a person.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.browser.walking import endpoint_of
from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    nccis,
    provider_list,
    pupil,
    register,
)
from tests.feeds.care.care_files import HOME, PLACED, Child, episode, leaver, tables
from tests.web.isolation.test_claimants_anywhere import everything_read, text_of
from tracker.access import ROLES

pytestmark = pytest.mark.law("N-09", "D-13")

OCTOBER, MARCH = date(2026, 10, 31), date(2026, 11, 2)
#: The cells of the return, and the names of its files and of the feed.
NUMBER = "QX9000477"
VALUES = (NUMBER, HOME, HOME.replace(" ", ""), PLACED, PLACED.replace(" ", ""))
FILES = ("Header.csv", "Episodes.csv", "OC3.csv")
TITLE = "Children in care and care leavers"
_FOUND = re.compile("|".join(map(re.escape, VALUES)))
_OF_FILES = re.compile("|".join(map(re.escape, (*VALUES, *FILES))))
_NAMED = re.compile("|".join(map(re.escape, (*VALUES, *FILES, TITLE))))
#: The pages about files and their lines, of those who load and match them.
LOADING = re.compile(r"data_team\.(import|match)")
#: Pages about the feeds themselves and their law, or about files; about no person.
NO_PERSON = re.compile(r"account\.privacy|officer\.(document|agreement)|admin\.")


@pytest.fixture
def loaded(pages: Flask, tmp_path: Path, load, clock) -> dict[str, object]:
    """A school's pupils of Year 12, the return, and what they do."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, date(2009, 10, n), entry="05/09/2021") for n in range(1, 8)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    started = {"start": "07/09/2026", "ascertained": "10/09/2026", "activity": "619"}
    months = [{**row, **started} for row in rows]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", OCTOBER, months))
    file = provider_list(tmp_path / "list.csv", rows[:3])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    children = [
        _child(rows[0], episodes=[episode("01/02/2020")], alone_until=""),
        _child(rows[1], leaver=leaver(activity="F4")),
        _child(rows[2], leaver=leaver(activity="G6")),
        # The sex is another: it waits.
        _child({**rows[3], "sex": "FM"[rows[3]["sex"] == "F"]}, leaver=leaver()),
        _child({**rows[4], "upn": "UN3"}, episodes=[episode("01/02/2020")]),
    ]
    return load("care", *tables(tmp_path / "r", children), as_at=MARCH)


def _child(row: dict[str, str], **more) -> Child:
    sex = "1" if row["sex"] == "M" else "2"
    return Child(NUMBER + row["upn"][-2:], row["born"], sex, row["upn"], **more)


@pytest.mark.sample("adviser", "school-user", because="every page and file of a role")
@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_of_a_role_shows_a_value_or_the_source(
    pages: Flask, loaded, signed_in, role: str
) -> None:
    assert loaded["outcomes"] == {
        "invalid": 1,
        # The activity of a third party, of another kind than the college's own list.
        "matched-conflict": 1,
        "matched-update": 2,
        "possible": 1,
    }
    reached = everything_read(pages, signed_in(role))
    assert len(reached) > 5

    def showing(words: re.Pattern[str]) -> set[str]:
        return {
            str(endpoint_of(pages, address))
            for address, text in reached.items()
            if words.search(text)
        }

    of_files = showing(_OF_FILES)
    assert {each for each in of_files if not LOADING.match(each)} == set()
    assert not of_files or role == "data-manager"
    assert {
        each
        for each in showing(_NAMED)
        if not (LOADING.match(each) or NO_PERSON.match(each))
    } == set()


@pytest.mark.parametrize("person", [1, 2, 3])
def test_the_page_of_a_person_names_no_source(loaded, signed_in, person: int) -> None:
    client = signed_in("adviser")
    for page in ("", "/why", "/what-happened", "/change/characteristics"):
        shown = client.get(f"/people/{person}{page}").get_data(as_text=True)
        assert not _NAMED.search(shown), page
        assert "care list" not in shown
    shown = client.get(f"/people/{person}").get_data(as_text=True)
    assert "Not shown" in shown


def test_no_command_about_people_shows_it(loaded, flask) -> None:
    for words in (
        *(("people", "show", n) for n in (1, 2, 3, 4)),
        *(("people", "find", NUMBER), ("measures", "--period", "2026-10")),
        *(("items",), ("identity", "list"), ("doctor",)),
        ("destinations", "--institution", SCHOOL, "--left", 2026),
    ):
        for form in ((), ("--json",)):
            answer = flask(*words, *form, code=None)
            text = (answer.out + answer.err).replace(f'"{NUMBER}"', "")
            text = text.replace(NUMBER, "") if "find" in words else text
            assert not _NAMED.search(text), words
            assert not re.search(r'"source": ?"care"', text), words


def test_the_return_has_the_codes_and_nothing_else(
    loaded, flask, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    flask("returns", "prepare", "--period", "2026-11", "--out", out)
    text = "\n".join(text_of(file.read_bytes()) for file in sorted(out.rglob("*.xml")))
    assert not _FOUND.search(text)
    assert {"110", "130", "160"} <= set(re.findall(r"CharacteristicCode>(\d+)<", text))


def test_no_table_and_no_log_holds_a_value(loaded, everything, var: Path) -> None:
    held = {
        table: set(found)
        for table, rows in everything().items()
        for row in rows
        if (found := _FOUND.findall(row))
    }
    assert held == {}
    logs = [
        path.name
        for path in var.rglob("*.log")
        if _FOUND.search(path.read_text("utf-8", "replace"))
    ]
    assert logs == []
