"""Who owes what: the gaps of a school in June, those of advisers in November."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.acts import act
from tests.factories import AUTHORITY, census, pupil, register
from tests.waiting import run_waiting
from tests.web.conftest import NOW, make, read
from tests.web.management.conftest import COUNTS, HERE, run
from tests.web.management.reading import main_text, text
from tests.web.management.test_dashboard import page
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

JUNE = datetime(2026, 6, 21, 9, tzinfo=UTC)
#: In June they are about to leave, in November they left last summer.
THIS = "/year/owing?left=2026"


def owed(shown: str) -> dict[str, list[str]]:
    """The cells of each line by who owes."""
    bodies = [*read(shown).iter("tbody"), *read(shown).iter("tfoot")]
    return {
        text(row[0]): [text(cell) for cell in row[1:]]
        for body in bodies
        for row in body
    }


def links(shown: str) -> list[tuple[int, str]]:
    """The numbers that open a list, with its address."""
    return [
        (int(number[0]), link.get("href"))
        for link in read(shown).iter("a")
        if (link.get("href") or "").startswith("/year/owing/people?")
        and (number := re.match(r"\d+", text(link)))
    ]


@pytest.fixture
def june(pages: Flask, load, tmp_path: Path) -> Flask:
    """The end of Year 11: 12 of one school have no offer, 3 of another, by a census."""
    pages.config["NOW"] = JUNE
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    pupils = [
        pupil(n, date(2009, 9 + n % 4, n), estab="4034" if n <= 12 else "4036")
        for n in range(1, 16)
    ]
    load("school-census", census(tmp_path / "c.csv", pupils), as_at=date(2026, 5, 20))
    return pages


def work(app: Flask) -> None:
    with app.app_context():
        run_waiting(
            clock=lambda: app.config["NOW"], day=lambda at: app.config["NOW"].date()
        )


@pytest.fixture
def data_manager(june, signed_in):
    client = signed_in("data-manager")
    page(client, THIS)
    work(june)
    return client


def test_one_school_owes_twelve_offers_and_its_list_is_taken(
    june, data_manager
) -> None:
    shown = page(data_manager, THIS)
    found = owed(shown)
    school = found["Testham High School (invented)"]
    assert school == [
        *("School left", "12", "12 had no offer, due 31 May 2026", "31 May 2026", "21"),
    ]
    assert found["NAME"][1] == "3"  # as its census calls it
    assert found["All"][1] == "15"
    assert next(iter(found)) == "Testham High School (invented)"
    assert "Testham High School (invented) owes the most: 12 of 15 gaps." in main_text(
        shown
    )
    number, address = links(shown)[0]
    listed = page(data_manager, address)
    assert number == 12
    assert "12 young people, Years 11 and 12 of 2025/26" in main_text(listed)
    file = next(
        link.get("href")
        for link in read(listed).iter("a")
        if "people.csv" in (link.get("href") or "")
    )
    answer = data_manager.get(file)
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert {row["Missing now"] for row in rows} == {"Offer"}
    assert len(rows) == 12
    with june.app_context():
        (line,) = db.session.query(AuditLine).filter_by(action="list of a figure taken")
        assert sorted(line.detail["people"]) == sorted(
            int(next(iter(row.values()))) for row in rows
        )
        assert line.detail["why"] == "list behind a number of the ledger"


def test_the_workbook_has_the_same_rows_with_typed_days(june, data_manager) -> None:
    address = "/year/owing/people.{}?left=2026&who=school:urn:106500"
    plain = list(
        csv.reader(
            io.StringIO(
                data_manager.get(address.format("csv"))
                .get_data(as_text=True)
                .removeprefix("\ufeff")
            )
        )
    )
    content = data_manager.get(address.format("xlsx")).data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    headings, *rows = book.get_sheet_by_name("List").to_python()[3:]
    assert headings == plain[0]
    assert [row[1] for row in rows] == [row[1] for row in plain[1:]]
    at = plain[0].index("Date of birth")
    assert [row[at].isoformat() for row in rows] == [row[at] for row in plain[1:]]
    # The headings stay in sight.
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b'state="frozen"' in parts.read("xl/worksheets/sheet1.xml")
    with june.app_context():
        lines = db.session.query(AuditLine).filter_by(action="list of a figure taken")
        assert sorted(line.detail["form"] for line in lines) == ["csv", "xlsx"]


def test_every_number_opens_a_list_of_as_many(data_manager) -> None:
    for address in (THIS, f"{THIS}&step=offer", f"{THIS}&year=11"):
        found = links(page(data_manager, address))
        assert found
        for number, href in found:
            assert f"{number} young people" in main_text(page(data_manager, href)), href


def test_what_is_owed_at_no_step_says_so(data_manager) -> None:
    assert "Nothing is owed at this step." in page(data_manager, f"{THIS}&step=march")
    assert "Nothing is owed at this step." in page(
        data_manager, f"{THIS}&year=12&step=offer"
    )
    assert "Nothing is owed: no step" in page(data_manager, f"{THIS}&year=12")


@pytest.mark.parametrize(
    "address",
    [
        "/year/owing?left=2019",
        "/year/owing?step=nothing",
        "/year/owing/people?left=2026&who=parent:1",
        "/year/owing/people?left=2026&who=adviser:x",
        "/year/owing/people.csv?left=2026&who=school",
        "/year/owing/people.pdf?left=2026",
    ],
)
def test_what_is_not_there_is_not_found(data_manager, address: str) -> None:
    assert data_manager.get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *(("adviser", 200), ("team-leader", 200), ("manager", 404)),
        *(("school-user", 404), ("auditor", 404), ("administrator", 404)),
    ],
)
def test_it_is_for_those_who_see_work(june, data_manager, signed_in, role, status):
    client = signed_in(role)
    for address in (THIS, "/year/owing/people?left=2026"):
        assert client.get(address).status_code == status
    assert client.get("/year/owing/people.xlsx?left=2026").status_code == status


def test_another_authority_owes_us_nothing(june, data_manager) -> None:
    with june.app_context():
        db.session.execute(db.text("UPDATE ledger_rows SET authority = '342'"))
        db.session.commit()
    assert "Nothing is owed" in page(data_manager, THIS)
    listed = "/year/owing/people?left=2026&who=school:urn:106500"
    assert "0 young people" in main_text(page(data_manager, listed))


@pytest.fixture
def november(cohort: Flask, signed_in) -> Any:
    """The browser of a team leader, with all ledgers made."""
    client = signed_in("team-leader", email="leader@example.org")
    page(client, THIS)
    run(cohort)
    return client


def neet(app: Flask) -> list[int]:
    with app.app_context():
        rows = store.casework.caseload_rows.unallocated(
            day=NOW.date(), today=NOW.date(), within=HERE
        )
        return [row.person for row in rows if row.position and row.position.is_neet]


def give(app: Flask, people: list[int], user: int) -> None:
    with app.app_context():
        actions.casework.caseloads.share_out(
            people,
            [user],
            act=act(by="leader", at=NOW, on=NOW.date(), authority=AUTHORITY),
        )


def test_gaps_without_an_adviser_wait_for_the_team_leader(cohort, november) -> None:
    before = owed(page(november, THIS))["In no caseload"]
    assert before[:2] == ["Team leader", str(COUNTS["neet_or_not_known"])]
    with cohort.app_context():
        user = make("adviser", "Adviser One", email="one@example.org").id
    give(cohort, neet(cohort)[:4], user)
    found = owed(page(november, THIS))
    assert found["Adviser One"][:2] == ["Adviser", "4"]
    assert found["In no caseload"][1] == str(COUNTS["neet_or_not_known"] - 4)
    listed = page(november, f"/year/owing/people?left=2026&who=adviser:{user}")
    assert "4 young people" in main_text(listed)


def test_a_merged_record_is_owed_once_by_the_adviser_of_either(
    cohort, november
) -> None:
    one, other = neet(cohort)[:2]
    with cohort.app_context():
        user = make("adviser", "Adviser One", email="one@example.org").id
    give(cohort, [other], user)
    whole = int(owed(page(november, THIS))["All"][1])
    with cohort.app_context():
        actions.people.merging.merge(
            one,
            [other],
            because="one person",
            within=HERE,
            act=act(by="me", at=NOW, on=NOW.date(), authority=AUTHORITY),
        )
    found = owed(page(november, THIS))
    assert int(found["All"][1]) == whole - 1
    assert found["Adviser One"][1] == "1"


def test_of_the_dead_nothing_is_owed(cohort, november) -> None:
    one, *_ = neet(cohort)
    whole = int(owed(page(november, THIS))["All"][1])
    with cohort.app_context():
        actions.people.deaths.record(
            one,
            NOW.date(),
            within=HERE,
            act=act(by="me", at=NOW, on=NOW.date(), authority=AUTHORITY),
        )
    assert int(owed(page(november, THIS))["All"][1]) == whole - 1


def test_the_queries_do_not_grow_with_the_people(cohort, november, queries) -> None:
    """Half of the young people of the cohort are withdrawn from it."""
    many = THIS, "/year/owing/people?left=2026"

    def counted() -> list[int]:
        found = []
        for each in many:
            page(november, each)
            with queries() as made:
                page(november, each)
            found.append(len(made))
        return found

    before = counted()
    with cohort.app_context(), store.database.base.transaction():
        everyone = store.people.records.everybody(within=HERE)
        db.session.execute(
            db.text("DELETE FROM ledger_rows WHERE person_id = ANY(:some)"),
            {"some": everyone[::2]},
        )
    assert counted() == before
    assert max(before) <= 16
