"""What is missing, from plan to March: a school reads it of its own pupils alone."""

import csv
import io
import re
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text as text_of

from tests.factories import COLLEGE, provider_list, pupil
from tests.web.conftest import read
from tests.web.management import reading
from tests.web.management.reading import main_text
from tests.web.school.conftest import SCHOOL_KEY, text
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.disclosures import Disclosure

LEDGER, FILE = "/ledger", "/ledger/pupils.csv"


@pytest.fixture
def ledger(school, at_college, worked):
    """The school's browser, after the worker has made the ledgers."""
    assert "work out where leavers are" in text(school.get(LEDGER))
    assert worked() >= 1
    return school


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>([^<]+, [^<]+)<br>', page)


def test_it_begins_with_what_is_missing(ledger) -> None:
    page = text(ledger.get(LEDGER))
    words = main_text(page)
    # Twelve are on the college's list, and arrived without an offer on record.
    assert "20 without a plan, 20 without an offer, 8 did not arrive" in words
    assert "None of the 20 gaps is yours to fill." in words
    assert len(listed(page)) == 20
    assert "Testham College (invented)" in page


#: The address of the page, and how many of its numbers open a list.
NUMBERS = {"": 12, "?group=11": 12, "?year=2027": 0}


def test_every_number_opens_a_list_of_as_many(ledger) -> None:
    for query, opening in NUMBERS.items():
        numbers = [
            (int(number[0]), link.get("href"))
            for link in read(text(ledger.get(LEDGER + query))).iter("a")
            if re.search("[?&](reached|missing|unseen)=", link.get("href") or "")
            and (number := re.match(r"\d+", reading.text(link)))
        ]
        assert len(numbers) == opening, query
        for number, href in numbers:
            assert len(listed(text(ledger.get(href)))) == number, href


def test_where_a_leaver_is_can_be_reported_from_their_row(ledger) -> None:
    """Of eight who did not arrive, and of twelve whose college has fallen silent."""

    def ways(query: str) -> list[str]:
        links = read(text(ledger.get(LEDGER + query))).iter("a")
        found = [link.get("href") or "" for link in links]
        return [each for each in found if each.endswith("/correct")]

    assert [len(ways(each)) for each in ("", "?gap=Enrolled")] == [20, 8]
    for way in ways(""):
        assert "What are they doing now?" in text(ledger.get(way)), way


NARROWED = {
    "gap=Enrolled": 8,
    "owner=Council": 8,
    "owner=You": 0,
    "missing=plan&name=eastwick+bryn": 1,
    "form=11Z": 0,
    "group=12": 0,
    "year=2027": 0,
}


def test_the_list_is_narrowed(ledger) -> None:
    for query, count in NARROWED.items():
        page = text(ledger.get(f"{LEDGER}?{query}"))
        assert len(listed(page)) == count, query
        if not count:
            assert "No pupil fits" in page or "We know of no pupil of" in page


def test_the_first_gaps_come_first_unless_it_is_sorted(ledger, at_college) -> None:
    arrived = {f"{row['family']}, {row['given']}" for row in at_college}
    first = listed(text(ledger.get(LEDGER)))
    assert arrived.isdisjoint(first[:8])
    by_name = listed(text(ledger.get(f"{LEDGER}?sort=name")))
    assert by_name == sorted(first)
    assert listed(text(ledger.get(f"{LEDGER}?sort=-name"))) == by_name[::-1]


@pytest.mark.law("N-12", "L-14", "D-08")
def test_the_file_is_a_disclosure_with_one_line_of_the_audit(ledger, pages) -> None:
    taken = ledger.get(FILE)
    rows = list(csv.DictReader(io.StringIO(text(taken).removeprefix("\ufeff"))))
    assert len(rows) == 20
    assert {row["Disclosure"] for row in rows} == {"D-2026-1"}
    assert {row["Enrolled"] for row in rows} == {"Reached", "Missing"}
    with pages.app_context():
        (line,) = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        assert line.detail["why"] == "own pupils"
        (made,) = db.session.query(Disclosure)
        assert (made.gateway, made.party) == ("own-pupils", SCHOOL_KEY)
        given = store.law.disclosures.people_of(made.id)
    assert sorted(given) == sorted(line.detail["people"])
    assert len(given) == 20


@pytest.mark.law("N-12", "L-14", "D-08")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_narrowed_list_is_disclosed_as_it_is_narrowed(ledger, pages, form) -> None:
    narrowed = "gap=Enrolled&sort=-name"
    shown = text(ledger.get(f"{LEDGER}?{narrowed}"))
    (address,) = [
        href
        for link in read(shown).iter("a")
        if f"pupils.{form}" in (href := link.get("href") or "")
    ]
    assert "Download these 8 (CSV)" in main_text(shown)
    taken = ledger.get(address)
    part = f"-8-of-20.{form}"
    assert part in taken.headers["Content-Disposition"]
    if form == "csv":
        _, *rows = csv.reader(io.StringIO(text(taken)))
        title = ""
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(taken.data))
        (
            (title, *_),
            *_,
        ) = sheet = book.get_sheet_by_name("List").to_python()
        rows = sheet[4:]
        assert "from plan to March, 8 of 20. D-2026-1" in title
    assert [f"{row[1]}, {row[2]}" for row in rows] == listed(shown)
    with pages.app_context():
        (line,) = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        (made,) = db.session.query(Disclosure)
        given = store.law.disclosures.people_of(made.id)
        assert len(given) == made.people == line.detail["leavers"] == 8
        assert sorted(given) == sorted(line.detail["people"])


def test_the_workbook_is_a_disclosure_of_the_same_rows(ledger, pages) -> None:
    plain = [*csv.reader(io.StringIO(text(ledger.get(FILE)).removeprefix("\ufeff")))]
    content = ledger.get(FILE.replace("csv", "xlsx")).data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    headings, *rows = book.get_sheet_by_name("List").to_python()[3:]
    mark = headings.index("Disclosure")
    assert headings == plain[0]
    assert {row[mark] for row in rows} == {"D-2026-2"}
    assert [row[:3] for row in rows] == [row[:3] for row in plain[1:]]
    with pages.app_context():
        lines = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        assert {line.detail["form"] for line in lines} == {"csv", "xlsx"}


def test_those_who_may_not_be_named_are_in_no_number(ledger, leavers, as_json) -> None:
    for row in leavers[:6]:
        (found,) = as_json("people", "find", row["upn"])
        as_json("people", "withhold", found["person"])
    seen = [text(ledger.get(each)) for each in (LEDGER, FILE)]
    assert "of 14 pupils" in main_text(seen[0])
    for row in leavers[:6]:
        assert not [page for page in seen if row["upn"] in page]


@pytest.mark.parametrize("role", ["adviser", "manager", "data-manager", "auditor"])
def test_no_other_role_finds_it(role, registered, signed_in) -> None:
    client = signed_in(role)
    assert [client.get(each).status_code for each in (LEDGER, FILE)] == [404, 404]


def test_other_years_are_not_found(school) -> None:
    for query in ("year=2025", "year=2028", "year=x", "group=13"):
        for page in (LEDGER, FILE):
            assert school.get(f"{page}?{query}").status_code == 404, query


def test_a_college_sees_none_of_the_schools_pupils(ledger, college, leavers) -> None:
    for page in (LEDGER, FILE):
        answer = college.get(page)
        assert answer.status_code == 200
        assert not [row for row in leavers if row["upn"] in text(answer)]


def test_what_a_college_has_to_do_about_its_own_students_is_its_own(
    college, registered, load, tmp_path, worked
) -> None:
    """Its list of May has them; that they were seen in September is for it to say."""
    rows = [
        pupil(n, date(2008, 10, n), year="12", entry="05/09/2024") for n in range(1, 4)
    ]
    for number, day in enumerate((date(2026, 5, 21), date(2026, 9, 10))):
        lines = [{**row, "start": f"08/09/{2025 + number}"} for row in rows]
        load(
            "provider-enrolment",
            provider_list(tmp_path / f"{number}.csv", lines),
            institution=COLLEGE,
            as_at=day,
            complete=True,
        )
    college.get(LEDGER)
    worked()
    words = main_text(text(college.get(LEDGER)))
    assert "3 gaps are yours to fill" in words
    assert "You, by 21 Sep" in words


@pytest.mark.law("L-09")
@pytest.mark.parametrize("gateway", ["leavers", "own-pupils"])
def test_while_a_gateway_is_suspended_it_is_not_shown(
    school, pages, owner, gateway
) -> None:
    with pages.app_context():
        actions.law.suspending.suspend(
            gateway, on=owner.on, reason="Wrong codes", act=owner
        )
    for page in (LEDGER, FILE):
        answer = school.get(page)
        assert answer.status_code == 403
        assert "suspended this list since" in text(answer)


def test_the_queries_do_not_grow_with_the_pupils(ledger, pages, queries) -> None:
    def counted() -> int:
        ledger.get(LEDGER)
        with queries() as sent:
            ledger.get(LEDGER)
        return len(sent)

    before = counted()
    with pages.app_context(), store.database.shown.showing("359"):
        db.session.execute(
            text_of("DELETE FROM school_ledger_rows WHERE person_id % 2 = 0")
        )
        db.session.commit()
    assert len(listed(text(ledger.get(LEDGER)))) < 20
    assert counted() == before <= 12
