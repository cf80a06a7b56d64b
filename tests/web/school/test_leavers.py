"""A school sees where its own leavers are, and nothing that discloses others."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest

from tests.factories import (
    OTHER_COLLEGE,
    SCHOOL,
    census,
    links,
    nccis,
    pupil,
    register,
)
from tests.web.conftest import read
from tests.web.management.reading import main_text
from tests.web.school.conftest import OTHER_KEY, SCHOOL_KEY, text
from tracker import store
from tracker.domain.reference.activity import ACTIVITIES, PREGNANCY
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.disclosures import Disclosure

PAGES = ("/leavers", "/leavers/each", "/leavers/groups", "/leavers/years")
FILES = ("/leavers/leavers.csv", "/leavers/leavers.xlsx")


def listed(page: str) -> set[str]:
    return set(re.findall(r'<th scope="row"[^>]*>([^<]+, [^<]+)<br>', page))


def test_a_school_sees_where_its_leavers_are(school, at_college) -> None:
    page = text(school.get("/leavers"))
    assert "Leavers of 2025/26" in page
    assert "Testham High School (invented)" in page
    assert "Education: further education" in page
    assert "12" in page
    assert "60.0%" in page
    assert "How sure we are" in page
    assert "The provider’s own list" in page or "The provider&#39;s own list" in page


def test_the_list_has_one_row_a_leaver_with_its_source(school, at_college) -> None:
    page = text(school.get("/leavers/each"))
    names = listed(page)
    assert len(names) == 20
    assert f"{at_college[0]['family']}, {at_college[0]['given']}" in names
    assert "Testham College (invented)" in page
    assert "9 Oct 2026" in page
    assert "too early to say" in page
    assert "Not known" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("where=Not+known", 8),
        ("where=Education:+further+education", 12),
        ("need=EHC+plan", 0),
        ("meals=Not+eligible", 20),
        ("name=eastwick+bryn", 1),
        ("where=Not+known&name=eastwick+bryn", 0),
    ],
)
def test_filters_narrow_the_list(school, at_college, query, count) -> None:
    page = text(school.get(f"/leavers/each?{query}"))
    assert len(listed(page)) == count
    if not count:
        assert "No leavers match" in page


def test_the_page_begins_with_what_is_missing(school, at_college) -> None:
    page = text(school.get("/leavers"))
    assert "<strong>12 in education, 8 not known</strong>, of 20 leavers" in page
    assert "See the 8 not known" in page
    assert page.index("See the 8 not known") < page.index("12 of 20")


@pytest.mark.parametrize(
    ("sort", "first", "last"), [("where", 12, 8), ("-where", 8, 12)]
)
def test_the_list_is_sorted_by_where_leavers_are(
    school, at_college, sort, first, last
) -> None:
    page = text(school.get(f"/leavers/each?sort={sort}"))
    known = [state == "learn" for state in re.findall(r"tracker-step is-(\w+)", page)]
    there = first == 12
    assert known == [there] * first + [not there] * last


def test_filters_never_move_a_total(school, at_college) -> None:
    """Totals of fewer people, subtracted from one another, would disclose hidden
    counts.
    """
    whole = text(school.get("/leavers"))
    narrowed = text(school.get("/leavers?need=EHC+plan&name=bryn&where=Not+known"))
    assert cells(whole) == cells(narrowed)
    assert len(cells(whole)) > 40


def cells(page: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", page)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "?year=2025", "?stage=16-to-18"])
def test_a_year_without_leavers_says_so(school, leavers, page, query) -> None:
    answer = school.get(page + query)
    assert answer.status_code == 200
    if query and page != "/leavers/years":
        assert "We do not know of anybody who left" in text(answer)


@pytest.mark.parametrize(
    "query", ["year=2027", "year=2020", "year=x", "stage=x", f"institution={OTHER_KEY}"]
)
@pytest.mark.parametrize("page", (*PAGES, *FILES))
def test_leavers_that_a_school_may_not_see_are_not_found(school, page, query) -> None:
    assert school.get(f"{page}?{query}").status_code == 404


def test_a_college_sees_none_of_the_schools_leavers(
    college, at_college, signed_in
) -> None:
    for page in PAGES:
        seen = text(college.get(f"{page}?stage=year-11"))
        assert at_college[0]["family"] not in seen, page
    taken = text(college.get("/leavers/leavers.csv?stage=year-11"))
    assert at_college[0]["family"] not in taken


@pytest.mark.parametrize("role", ["data-manager", "manager"])
def test_staff_choose_a_school_and_see_the_same_pages(
    role, at_college, signed_in
) -> None:
    client = signed_in(role)
    page = text(client.get("/leavers"))
    assert "20 young people left in summer 2026" in page
    assert "Testham High School (invented)" in page
    seen = text(client.get(f"/leavers/each?institution={SCHOOL_KEY}"))
    assert len(listed(seen)) == 20
    assert "/correct" not in seen
    assert client.get("/leavers/each").status_code == 404
    assert "No school or college with leavers" in text(client.get("/leavers?name=zz"))


@pytest.mark.parametrize("role", ["adviser", "auditor", "administrator", "team-leader"])
def test_other_roles_find_no_leavers(role, registered, signed_in) -> None:
    client = signed_in(role)
    for page in (*PAGES, *FILES):
        assert client.get(f"{page}?institution={SCHOOL_KEY}").status_code == 404


def test_the_files_agree_with_the_page(school, at_college, as_json) -> None:
    taken = school.get("/leavers/leavers.csv")
    rows = list(csv.reader(io.StringIO(text(taken).removeprefix("\ufeff"))))
    assert len(rows) == 21
    assert f"leavers-2026-{SCHOOL}.csv" in taken.headers["Content-Disposition"]
    book = school.get("/leavers/leavers.xlsx")
    with zipfile.ZipFile(io.BytesIO(book.get_data())) as parts:
        assert "xl/workbook.xml" in parts.namelist()


def test_the_list_is_taken_as_it_is_narrowed_and_the_workbook_is_whole(
    school, at_college, pages
) -> None:
    shown = text(school.get("/leavers/each?where=Not+known"))
    assert len(listed(shown)) == 8
    assert "everything about all 20 leavers as an Excel workbook" in main_text(shown)
    files = {
        href.partition("?")[0]: href
        for link in read(shown).iter("a")
        if (href := link.get("href") or "").startswith("/leavers/leavers.")
    }
    taken = school.get(files["/leavers/leavers.csv"])
    assert f"leavers-2026-{SCHOOL}-8-of-20.csv" in taken.headers["Content-Disposition"]
    rows = csv.DictReader(io.StringIO(text(taken).removeprefix("\ufeff")))
    names = {f"{row['Family name']}, {row['Given name']}" for row in rows}
    assert names == listed(shown)
    school.get(files["/leavers/leavers.xlsx"])
    with pages.app_context():
        lines = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        made = db.session.query(Disclosure).order_by(Disclosure.id)
        assert [len(line.detail["people"]) for line in lines] == [8, 20]
        assert [each.people for each in made] == [8, 20]


def test_a_download_of_leavers_is_audited(school, leavers, pages) -> None:
    school.get("/leavers/leavers.csv")
    with pages.app_context():
        (line,) = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        assert line.by == "school-user@example.org"
        people = line.detail["people"]
        assert len(set(people)) == 20
        rest = {"left": 2026, "leavers": 20, "form": "csv", "why": "own leavers"}
        assert line.detail == {**rest, "people": people, "mark": "D-2026-1"}


@pytest.mark.law("N-12", "L-14", "O4", "D-08")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_download_of_leavers_is_a_disclosure_to_the_school(
    school, leavers, pages, form
) -> None:
    taken = school.get(f"/leavers/leavers.{form}")
    with pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.mark, made.gateway, made.party) == (
            "D-2026-1",
            "leavers",
            SCHOOL_KEY,
        )
        assert made.what == "Leavers of 2026"
        given = store.law.disclosures.people_of(made.id)
    assert len(given) == made.people == 20
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(text(taken).removeprefix("\ufeff"))))
        assert {row["Disclosure"] for row in rows} == {"D-2026-1"}
    else:
        with zipfile.ZipFile(io.BytesIO(taken.get_data())) as parts:
            assert b"D-2026-1" in parts.read("xl/sharedStrings.xml")


def test_a_withheld_leaver_is_counted_and_on_no_page(
    school, at_college, as_json
) -> None:
    hidden = at_college[:6]
    for row in hidden:
        (found,) = as_json("people", "find", row["upn"])
        as_json("people", "withhold", found["person"])
    names = listed(text(school.get("/leavers/each")))
    assert len(names) == 14
    for page in (*PAGES, FILES[0]):
        seen = text(school.get(page))
        for row in hidden:
            assert row["upn"] not in seen, page
    shown = text(school.get("/leavers"))
    assert ">14<" in shown
    assert "6 more leavers have a restricted record" in shown


def test_no_reason_for_neet_is_ever_shown(school, at_college, load, tmp_path) -> None:
    row = {**at_college[3], "activity": PREGNANCY.code, "start": "01/11/2026"}
    row |= {"ascertained": "01/11/2026", "verified": "01/11/2026"}
    load(
        "nccis-file",
        nccis(tmp_path / "n.xml", date(2026, 10, 31), [row]),
    )
    reasons = [each.title for each in ACTIVITIES.values() if each.is_neet]
    for page in (*PAGES, FILES[0]):
        seen = text(school.get(page))
        for reason in reasons:
            assert reason not in seen, page


def test_the_number_of_queries_does_not_grow_with_the_leavers(
    school, leavers, queries, signed_in, load, tmp_path
) -> None:
    school.get("/leavers/each")
    for page in PAGES:
        with queries() as sent:
            school.get(page)
        # Two of them set the rows that are shown, at the start of a transaction.
        assert len(sent) <= 16, (page, sent)


def test_long_lists_come_in_pages(school, registered, load, tmp_path) -> None:
    rows = [
        pupil(n, date(2009, 9 + n % 4, 1 + n % 28), given=f"Ada{chr(97 + n % 26)}")
        for n in range(1, 71)
    ]
    load("school-census", census(tmp_path / "m.csv", rows), as_at=date(2026, 5, 21))
    first, second = (text(school.get(f"/leavers/each?page={n}")) for n in (1, 2))
    assert "51 to 70 of 70 leavers" in second
    numbers = [set(re.findall(r"[A-Z]\d{12}", page)) for page in (first, second)]
    assert [len(each) for each in numbers] == [50, 20]
    assert not numbers[0] & numbers[1]


def test_an_academy_still_has_the_leavers_of_its_predecessor(
    leavers, signed_in, load, tmp_path
) -> None:
    load(
        "establishments",
        register(tmp_path / "edubasealldata2.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    client = signed_in("school-user", SCHOOL_KEY)
    assert len(listed(text(client.get("/leavers/each")))) == 20
    assert "Testham Academy (invented)" in text(client.get("/leavers"))


def test_a_place_of_another_kind_begins_with_its_own_stage(college, at_college) -> None:
    assert 'stage=16-to-18" aria-current="true"' in text(college.get("/leavers"))
    assert OTHER_COLLEGE not in text(college.get("/leavers"))


@pytest.mark.law("L-09")
@pytest.mark.parametrize(
    "address",
    [*FILES, "/leavers", "/leavers/each", "/leavers/groups", "/leavers/years"],
)
def test_a_college_sees_no_leavers_while_their_gateway_is_suspended(
    college, at_college, suspended, address
) -> None:
    answer = college.get(address)
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    page = text(answer)
    assert "suspended this list since 24 November 2026" in page
    assert "Wrong codes" not in page, "the council's own reason"


@pytest.mark.law("L-09")
@pytest.mark.parametrize("file", FILES)
def test_staff_learn_why_no_file_is_given_while_the_gateway_is_suspended(
    signed_in, at_college, suspended, file
) -> None:
    staff = signed_in("data-manager")
    assert staff.get(f"/leavers/each?institution={SCHOOL_KEY}").status_code == 200
    answer = staff.get(f"{file}?institution={SCHOOL_KEY}")
    assert (answer.status_code, answer.mimetype) == (302, "text/html")
    page = text(staff.get(answer.location))
    assert "is suspended since 24 November 2026" in page and "Wrong codes" in page
