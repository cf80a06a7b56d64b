"""What a Jobcentre gives is read on the page of its own line alone. All invented.

The values of the list stand nowhere else, so each page, file, command and table can be
searched for them.
"""

import io
import re
from collections import Counter, deque
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests.browser.walking import endpoint_of, links
from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    nccis,
    people,
    provider_list,
    pupil,
    register,
)
from tests.journeys.claims import claimants
from tests.web.conftest import read
from tracker.access import ROLES

pytestmark = pytest.mark.law("L-08")

OCTOBER = date(2026, 10, 31)
#: The pages on which a doubtful line of a list is decided.
DECIDING = {"data_team.matching", "data_team.match_row"}
_OF_ONE_PAGE = 6
_FOUND = re.compile("|".join(map(re.escape, claimants.TELLTALES)), re.IGNORECASE)
#: What differs from one answer to the next.
_CHANGES = re.compile(
    r'name="csrf_token"[^>]*>|nonce="[^"]*"|<dialog class="tracker-session-end"[^>]*>'
    r"|D-2026-\d+|\d\d:\d\d:\d\d"
)
#: Commands that read, and need no number of what they read.
READING = (
    *(("measures", "--period", "2026-10"), ("imports", "list"), ("items",)),
    *(("matching", "list"), ("identity", "list"), ("people", "show", 1)),
    *(("people", "find", "Amina"), ("people", "find", claimants.TELLTALES[0])),
    *(("people", "find", "WN2 3AB"), ("people", "find", "Quillfredo")),
    *(("agreements", "list"), ("cases", "list"), ("requests", "list")),
    *(
        ("disclosures", "list"),
        ("disclosures", "received", "--person", 1, "--field", "name"),
    ),
    *(("restrictions", "list"), ("disposals", "due"), ("releases", "list")),
    *(("returns", "list"), ("looked",), ("keys", "list"), ("doctor",)),
    *(("notice",), ("assessment",), ("processing",), ("dictionary",)),
    ("destinations", "--institution", SCHOOL, "--left", 2026),
)


@pytest.fixture
def on_record(pages: Flask, tmp_path: Path, load, flask, clock) -> None:
    """A school's leavers and a month's file; one of them is on the list to come."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    born = date(2009, 10, 22)
    known = pupil(claimants.KNOWN, born, **NAMED)
    rows = [pupil(n, date(2009, 10, n), entry="05/09/2021") for n in range(1, 21)]
    file = census(tmp_path / "census.csv", [known, *rows])
    load("school-census", file, as_at=date(2026, 5, 21))
    started = {"start": "07/09/2026", "ascertained": "10/09/2026", "activity": "619"}
    months = [{**row, **started} for row in [known, *rows, *people(5, first=60)]]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", OCTOBER, months))
    file = provider_list(tmp_path / "list.csv", rows[:5])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    claimants.agree(flask)
    flask(
        *("agreements", "propose", "YH-1", "--gateway", "work-list"),
        *("--with", "Testham Youth Hub", "--fields", "name,born,postcode,phone"),
        *("--from", "2026-09-01", "--to", "2027-07-31", "--review", "2027-07-31"),
        *("--for", "Bethan"),
    )
    flask("agreements", "sign", "YH-1", "--for", "Judith")


NAMED = {"family": "Holtby", "given": "Amina", "entry": "05/09/2021"}


@pytest.fixture
def claim(tmp_path: Path, load) -> Callable[[], Any]:
    """Loads the list: one young person on record, one on none, one from elsewhere."""
    file = claimants.write(tmp_path / "claims.csv")
    return lambda: load(claimants.FEED, file, as_at=date(2026, 11, 2))


def unknown(as_json) -> int:
    """The line about a young person on no record, which waits for an officer."""
    waiting = as_json("matching", "list")
    (row,) = [each["row"] for each in waiting if not each["candidates"]]
    return int(row)


def text_of(data: bytes) -> str:
    """A page, a text or all cells of a workbook."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return "\n".join(
        ",".join(map(str, row))
        for sheet in book.sheet_names
        for row in book.get_sheet_by_name(sheet).to_python()
    )


def everything_read(app: Flask, client: FlaskClient) -> dict[str, str]:
    """Each page and file that a user reaches from the start, by its address."""
    found: dict[str, str] = {}
    opened: Counter[str] = Counter()
    waiting = deque(["/", "/people/1", "/to-do", "/imports", "/leavers", "/reports"])
    known = set(waiting)
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(app, address)
        if endpoint in (None, "static", "account.sign_out") or "sort=" in address:
            continue
        if opened[endpoint] >= _OF_ONE_PAGE:
            continue
        opened[endpoint] += 1
        with client.get(address) as answer:
            targets = [answer.location] if 300 <= answer.status_code < 400 else []
            data = answer.get_data()
            if answer.status_code == 200:
                found[address] = text_of(data)
                if answer.mimetype == "text/html":
                    targets = links(read(found[address]), address)
        for target in targets:
            if target.startswith("/") and target not in known:
                known.add(target)
                waiting.append(target)
    return found


@pytest.mark.sample("adviser", "school-user", because="every page and file of a role")
@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_of_a_role_shows_a_value(
    pages: Flask, on_record, claim, signed_in, role: str
) -> None:
    assert claim()["opened"] == 1
    reached = everything_read(pages, signed_in(role))
    assert len(reached) > 5
    showing = {
        endpoint_of(pages, address)
        for address, text in reached.items()
        if _FOUND.search(text)
    }
    assert showing == (DECIDING if role == "data-manager" else set())


def test_its_page_lets_the_officer_pass_nothing_on(on_record, claim, signed_in) -> None:
    batch, client = claim()["batch"], signed_in("data-manager")
    page = client.get(f"/imports/{batch}").get_data(as_text=True)
    assert "Do not pass on what is in it: that is an offence." in page
    assert "Nothing is passed on." in page
    assert "must be passed on" not in page
    assert "/imports/tray" not in page.partition("<main")[2]
    lines = client.get(f"/imports/{batch}/lines").get_data(as_text=True)
    assert "Not shown" in lines and "A line of this list is never passed on." in lines


def test_a_user_of_a_school_reads_what_they_read_before(
    pages: Flask, on_record, claim, signed_in
) -> None:
    def shown() -> dict[str, str]:
        found = everything_read(pages, client)
        return {each: _CHANGES.sub("", text) for each, text in found.items()}

    client = signed_in("school-user", f"urn:{SCHOOL}")
    shown()  # what the first visit itself makes
    before = shown()
    claim()
    assert shown() == before
    assert any("Holtby" in text for text in before.values())


def answers(flask) -> dict[str, str]:
    """The answers of every reading command, in words and as data."""
    found = {}
    for words in READING:
        for form in ((), ("--json",)):
            answer = flask(*words, *form, code=None)
            found[" ".join(map(str, (*words, *form)))] = answer.out + answer.err
    return found


def test_no_command_shows_a_value(flask, on_record, claim, as_json) -> None:
    batch = claim()
    found = answers(flask)
    row = unknown(as_json)
    for words in (
        *(("imports", "show", batch["batch"]), ("matching", "show", row)),
        ("imports", "show", batch["batch"], "--problems"),
        *(("matching", "resolve", row, "--person", 2), ("matching", "show", row)),
        *(("matching", "reopen", row), ("matching", "resolve", row, "--new")),
    ):
        answer = flask(*words, code=None)
        found[" ".join(map(str, words))] = answer.out + answer.err
    found["load"] = str(batch)
    typed = {"Holtbyqx", "WN2 3AB", "Quillfredo"}
    showing = {
        words: set(_FOUND.findall(text)) - typed
        for words, text in found.items()
        if set(_FOUND.findall(text)) - (typed if "people find" in words else set())
    }
    assert showing == {}


#: Commands whose answer may not differ by a list from a Jobcentre.
FIGURES = (
    *(("measures", "--period", "2026-10"), ("people", "show", 1), ("identity", "list")),
    *(("people", "find", "Holtbyqx"), ("people", "find", "Quillfredo")),
    *(("people", "find", "WN2 3AB"), ("people", "find", "Amina")),
    ("destinations", "--institution", SCHOOL, "--left", 2026),
)


def made(flask, folder: Path) -> dict[str, str]:
    """Each figure and file that leaves the council, without its number and moment."""
    folder.mkdir()
    found = {" ".join(map(str, each)): flask(*each, "--json").out for each in FIGURES}
    flask("returns", "prepare", "--period", "2026-10", "--out", folder, "--json")
    flask("destinations", *FIGURES[-1][1:], "--out", folder / "leavers.xlsx")
    out = folder / "hub.csv"
    words = ("work-list", "--to", "Testham Youth Hub", "--person", 1, "--out", out)
    flask("disclose", *words, "--expires", "2026-11-20")
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        text = text_of(file.read_bytes())
        found[file.name] = _CHANGES.sub("", text)
    return found


def test_figures_and_files_are_those_of_before(
    flask, on_record, claim, tmp_path
) -> None:
    before = made(flask, tmp_path / "before")
    claim()
    after = made(flask, tmp_path / "after")
    assert [name for name in before if before[name] != after.get(name)] == []
    assert before.keys() == after.keys() and len(before) > len(FIGURES) + 2
    assert "Holtby" in before["hub.csv"]
    assert not [name for name, text in after.items() if "Holtbyqx" in text]


def test_other_areas_get_nothing_of_it(flask, on_record, claim, tmp_path) -> None:
    claim()
    words = ("other-area", "--to", "352", "--out", tmp_path / "other.csv")
    assert flask("disclose", *words, code=None).code != 0
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.law("N-09")
def test_no_table_and_no_log_holds_a_value(
    pages: Flask, on_record, claim, everything, as_json, var: Path
) -> None:
    claim()
    as_json("matching", "resolve", unknown(as_json), "--person", 2)
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


def test_whoever_loads_or_decides_lines_may_see_what_is_sealed() -> None:
    """So no role has a page of a list whose lines it may not read."""
    for role in ROLES.values():
        words = {each.value for each in role.permissions}
        if words & {"import files", "match rows"}:
            assert "see sealed" in words, role.title
