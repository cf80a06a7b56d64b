"""What youth justice sends is read on the pages of its own lines alone.

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
from tests.feeds.youth_justice.orders import (
    ETE,
    HOURS,
    KIND,
    MANAGER,
    OFFENCE,
    RISK,
    order,
    orders,
)
from tests.web.isolation.test_claimants_anywhere import everything_read, text_of
from tracker import store
from tracker.access import ROLES
from tracker.domain.law.gateways import FIELDS
from tracker.domain.law.transfers import passing
from tracker.feeds import registry

pytestmark = pytest.mark.law("N-09", "D-13")

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 2)
#: Cells of the list, the name of its file, and that of the feed.
STREET = "Qz Street"
VALUES = (MANAGER, ETE, HOURS, STREET, KIND, OFFENCE, RISK)
FILE, TITLE = "qzorders.csv", "Open orders of youth justice"
_LEFT_OUT = re.compile("|".join(map(re.escape, (KIND, OFFENCE, RISK))))
_FOUND = re.compile("|".join(map(re.escape, VALUES)))
_OF_FILES = re.compile("|".join(map(re.escape, (*VALUES, FILE))))
_NAMED = re.compile("|".join(map(re.escape, (*VALUES, FILE, TITLE))))
#: The pages about files and their lines, of those who load and match them.
LOADING = re.compile(r"data_team\.(import|match)")
#: Pages about the feeds themselves and their law, or about files; about no person.
NO_PERSON = re.compile(r"account\.privacy|officer\.(document|agreement)|admin\.")


@pytest.fixture
def loaded(pages: Flask, tmp_path: Path, load, clock) -> dict[str, object]:
    """A school's pupils of Year 12, the open orders, and what they do."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, date(2009, 10, n), entry="05/09/2021") for n in range(1, 8)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    started = {"start": "07/09/2026", "ascertained": "10/09/2026", "activity": "619"}
    months = [{**row, **started} for row in rows]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", OCTOBER, months))
    file = provider_list(tmp_path / "list.csv", rows[:3])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    custody = ("Y", "", "01/04/2027", "01/02/2027")
    lines = [
        order(rows[0]),
        order(rows[1], custody=custody),
        order(rows[2], "01/02/2026", "01/10/2026"),
        # Another postcode and no number: it waits.
        order({**rows[3], "postcode": "WN2 2ZZ"}, upn=""),
        order({**rows[4], "given": "Qi", "born": "01/01/2009"}, upn=""),
        order(rows[5], custody=custody),
    ]
    path = orders(tmp_path / FILE, lines)
    return load("youth-justice", path, as_at=NOVEMBER, complete=True)


@pytest.mark.sample("adviser", "school-user", because="every page and file of a role")
@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_of_a_role_shows_a_value_or_the_source(
    pages: Flask, loaded, signed_in, role: str
) -> None:
    found = loaded["outcomes"]
    assert found.pop("possible", 0) + found.pop("invalid", 0) == 2
    # In custody by a third party, and elsewhere by a better source.
    assert found == {"matched-conflict": 2, "matched-update": 1, "matched-no-change": 1}
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


@pytest.mark.parametrize("person", [1, 2, 6])
def test_the_page_of_a_person_names_no_source(loaded, signed_in, person: int) -> None:
    client = signed_in("adviser")
    for page in ("", "/why", "/what-happened", "/change/characteristics"):
        shown = client.get(f"/people/{person}{page}").get_data(as_text=True)
        assert not _NAMED.search(shown), page
        assert "youth justice" not in shown.casefold()
    shown = client.get(f"/people/{person}").get_data(as_text=True)
    # What came together with a sealed activity is not shown beside it either.
    assert ("Not shown" in shown) is (person == 1)


def test_no_command_about_people_shows_it(loaded, flask) -> None:
    for words in (
        *(("people", "show", n) for n in (1, 2, 3, 4, 6)),
        *(("people", "find", STREET), ("measures", "--period", "2026-10")),
        *(("items",), ("identity", "list"), ("doctor",)),
        ("destinations", "--institution", SCHOOL, "--left", 2026),
    ):
        for form in ((), ("--json",)):
            answer = flask(*words, *form, code=None)
            text = answer.out + answer.err
            text = text.replace(STREET, "") if "find" in words else text
            assert not _NAMED.search(text), words
            assert not re.search(r'"source": ?"youth-justice"', text), words


def test_the_return_has_the_codes_and_nothing_else(
    loaded, flask, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    flask("returns", "prepare", "--period", "2026-11", "--out", out)
    text = "\n".join(text_of(file.read_bytes()) for file in sorted(out.rglob("*.xml")))
    assert not _FOUND.search(text)
    assert set(re.findall(r"CharacteristicCode>(\d+)<", text)) == {"170"}


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


def test_columns_that_are_left_out_are_on_no_page_at_all(
    pages: Flask, loaded, signed_in
) -> None:
    reached = everything_read(pages, signed_in("data-manager"))
    assert not [at for at, text in reached.items() if _LEFT_OUT.search(text)]


@pytest.mark.parametrize("person", [1, 2, 6])
def test_a_transfer_to_another_council_has_neither_source_nor_supervision(
    pages: Flask, loaded, person: int
) -> None:
    with pages.app_context():
        ((_, evidence),) = store.history.evidence.histories([person])
    assert any(it.source.name == "youth-justice" for it in evidence)
    shared = passing.share(evidence, FIELDS, by="359", is_unnamed=registry.is_unnamed)
    assert passing.SEALED in shared.withheld
    text = repr(shared.lines)
    assert not _NAMED.search(text)
    for word in ("youth-justice", "170", "'290'", "characteristic", "not-shown"):
        assert word not in text, word
