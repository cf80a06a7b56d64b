"""You reported that they left, and we know where they are. Everybody is invented."""

import csv
import io
from datetime import date

import pytest

from tests.factories import COLLEGE, OTHER_COLLEGE, people, provider_list
from tests.web.school.conftest import text

WHERE = "/withdrawals/where"
OCTOBER, NOVEMBER, LATER = date(2026, 10, 9), date(2026, 11, 6), date(2026, 11, 20)


@pytest.fixture
def sent(load, tmp_path, registered):
    """Loads a list of a college as at a day."""
    made = []

    def run(rows, as_at, of=COLLEGE):
        made.append(tmp_path / f"list {len(made)}.csv")
        file = provider_list(made[-1], rows)
        load("provider-enrolment", file, institution=of, as_at=as_at)

    return run


@pytest.fixture
def students(sent):
    """Four students of the college; all but the last have left it by its own list."""
    rows = people(4)
    sent(rows, OCTOBER)
    sent([{**row, "end": "30/10/2026"} for row in rows[:3]], NOVEMBER)
    return rows


def taken(client) -> list[dict[str, str]]:
    answer = client.get(f"{WHERE}.csv")
    if answer.status_code == 302:
        return []
    body = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


@pytest.mark.law("O5", "N-12")
def test_those_who_are_found_elsewhere_are_in_the_file(college, students, sent) -> None:
    page = text(college.get(WHERE))
    assert "3 young people who left" in page
    assert "Of none of them" in page
    started = {"start": "02/11/2026"}
    sent([{**students[0], **started}], LATER, OTHER_COLLEGE)
    assert "Of 1 we know what they do now" in text(college.get(WHERE))
    (row,) = taken(college)
    assert row["Last day with you"] == "30/10/2026"
    assert row["Family name"] == students[0]["family"]
    assert row["Where"] == "Otherton College (invented)"
    assert row["What they do"] == "Education: further education"
    assert "Files so far" in text(college.get(WHERE))


def test_a_line_with_a_last_day_alone_finds_no_one(college, students, sent) -> None:
    """Anyone's name could be sent so, to find out where they are."""
    other = people(1, first=80)
    sent([{**row, "start": "02/11/2026"} for row in other], LATER, OTHER_COLLEGE)
    sent([{**row, "end": "30/10/2026"} for row in other], LATER)
    assert taken(college) == []
    assert "3 young people who left" in text(college.get(WHERE))


def test_one_who_came_back_is_not_in_it(college, students, sent) -> None:
    sent([{**students[0], "start": "09/11/2026"}], LATER)
    assert taken(college) == []


def test_the_other_college_sees_none_of_it(
    college, students, sent, signed_in, pages
) -> None:
    sent([{**students[0], "start": "02/11/2026"}], LATER, OTHER_COLLEGE)
    assert len(taken(college)) == 1
    other = signed_in(
        "college-user", institution=f"urn:{OTHER_COLLEGE}", email="otherton@example.org"
    )
    assert "have no one who left in the course of a year" in text(other.get(WHERE))
    assert taken(other) == []
