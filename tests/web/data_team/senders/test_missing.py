"""Who stands on a list and is not on record, by place and year group."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.factories import (
    ELSEWHERE,
    OTHER_COLLEGE,
    SCHOOL,
    census,
    people,
    person,
    pupil,
    unsure,
)
from tests.web.data_team.conftest import NOVEMBER, OCTOBER

LAST_JUNE = date(2026, 6, 12)
THIS_YEAR = "/senders/missing?year=2026"


@pytest.fixture
def school_census(tmp_path: Path, load, registered):
    """Loads a census of the school from the command line."""

    def run(rows, *, as_at: date = OCTOBER):
        file = census(tmp_path / f"pupils-{as_at}.csv", rows)
        return load("school-census", file, institution=SCHOOL, as_at=as_at)

    return run


def table(desk, year: int = 2026) -> dict[tuple[str, str], dict[str, str]]:
    """The downloaded rows by place and year group, without columns of nought."""
    answer = desk.client.get(f"/senders/missing.csv?year={year}")
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    return {
        (row["Place"].removesuffix(" (invented)"), row["Year group"]): {
            name: value for name, value in list(row.items())[4:] if value != "0"
        }
        for row in rows
    }


def test_before_the_first_list_of_the_year(desk, college_list) -> None:
    college_list(people(2), as_at=LAST_JUNE)
    assert (
        "No list of a school, college or council of 2026/27 is applied yet"
        in desk.get(THIS_YEAR)
    )


def test_each_line_has_one_place_in_the_row(desk, school_census) -> None:
    elsewhere = pupil(4, postcode=ELSEWHERE)
    no_name = pupil(5, given="", family="", upn="", uln="", born="")
    school_census(
        [pupil(1), pupil(2), pupil(3, date(2010, 9, 9), year="10"), elsewhere, no_name]
    )
    found = table(desk)
    school = "Testham High School"
    assert found[school, "Year 11"]["On record"] == "2"
    assert sum(int(row["Listed"]) for row in found.values()) == 5
    assert sum(int(row.get("Missing", 0)) for row in found.values()) == 1


def test_who_lives_elsewhere_and_who_is_doubtful_is_no_gap_of_the_same_kind(
    desk, college_list
) -> None:
    """Otherton has two students who may be on record, and one from Manchester."""
    known = people(3)
    college_list(known)
    again = [{**unsure(row), "postcode": "WN7 1AB"} for row in known[1:]]
    again.append(person(9, postcode=ELSEWHERE))
    college_list(again, "second.csv", as_at=NOVEMBER, institution=OTHER_COLLEGE)
    found = table(desk)
    assert found["Testham College", "Year 12"] == {"Listed": "3", "On record": "3"}
    assert found["Otherton College", "Year 12"] == {
        "Listed": "3",
        "Doubtful": "2",
        "Lives elsewhere": "1",
        "Missing": "2",
    }
    page = " ".join(desk.get(THIS_YEAR).split())
    assert "have 6 young people. <b>3</b> are on record and 1 lives elsewhere" in page
    assert "<b>2</b> are missing" in page
    # Most missing first, though its name comes later.
    assert page.index("Testham College (invented)</th>") > page.index("Otherton")


def test_the_file_has_the_rows_that_the_filters_leave(desk, college_list) -> None:
    college_list(people(3))
    again = [unsure(row) for row in people(2)]
    college_list(again, "second.csv", as_at=NOVEMBER, institution=OTHER_COLLEGE)
    page = desk.get(f"{THIS_YEAR}&gap=missing")
    assert "Download 1 of 2 rows (CSV)" in page
    answer = desk.client.get("/senders/missing.csv?year=2026&gap=missing")
    assert "missing-2026-1-of-2.csv" in answer.headers["Content-Disposition"]
    _, row = csv.reader(io.StringIO(answer.get_data(as_text=True)))
    assert row[0].startswith("Otherton")


def test_a_number_opens_its_lines_and_they_lead_to_the_decision(desk, doubtful) -> None:
    address = next(
        link
        for link in desk.get(THIS_YEAR).split('href="')
        if link.startswith("/senders/missing/lines") and "became=doubtful" in link
    ).split('"')[0]
    page = desk.get(address.replace("&amp;", "&"))
    assert "2 lines of the list as at 6 November 2026" in page
    assert page.count(">Decide line ") == 2
    assert page.count("Doubtful</strong>") == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "?year=2026&place=urn:1&group=11&became=doubtful",
        "?year=2026&became=doubtful",
        "?year=1066",
        "?year=2026&place=urn:1&group=11&became=nowhere",
    ],
)
def test_an_odd_address_is_no_page(desk, college_list, wrong: str) -> None:
    college_list(people(2))
    assert desk.client.get(f"/senders/missing/lines{wrong}").status_code == 404


def test_one_who_was_merged_or_has_died_is_on_record(desk, college_list, flask) -> None:
    college_list(people(2))
    assert flask("people", "merge", "1", "2").code == 0
    assert flask("people", "died", "1", "--on", "2026-11-20").code == 0
    assert table(desk)["Testham College", "Year 12"] == {
        "Listed": "2",
        "On record": "2",
    }


def test_a_school_that_has_sent_nothing_this_year_is_named(
    desk, college_list, school_census
) -> None:
    school_census([pupil(1)], as_at=LAST_JUNE)
    college_list(people(2, first=20))
    page = desk.get(THIS_YEAR)
    assert "1 place with a list in the year before and none in 2026/27" in page
    assert "<li>Testham High School (invented)</li>" in page
    last = desk.get("/senders/missing?year=2025")
    assert "none in 2025/26" not in last
    # The list of last June is compared with the record of today.
    assert table(desk, 2025)["Testham High School", "Year 11"]["On record"] == "1"


def test_the_page_costs_the_same_for_many(desk, college_list, queries) -> None:
    college_list(people(2))
    desk.get(THIS_YEAR)
    with queries() as few:
        desk.get(THIS_YEAR)
    college_list(people(30, first=40), "more.csv", institution=OTHER_COLLEGE)
    with queries() as more:
        desk.get(THIS_YEAR)
    assert len(more) == len(few)
