"""A report of no change confirms the students on the roll, and no others."""

from datetime import date

import pytest
from sqlalchemy import text as sql

from tests.factories import COLLEGE, OTHER_COLLEGE, people, provider_list
from tests.web.conftest import NOW
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, text
from tracker.extensions import db
from tracker.store.history.evidence import Entry

TODAY = "2026-11-24"


@pytest.fixture
def verified(as_json):
    """The institution of a young person, and the day on which it was verified."""

    def ask(row) -> tuple[str | None, str | None]:
        (found,) = as_json("people", "find", row["upn"])
        where = as_json("people", "show", found["person"], "--on", TODAY)["position"]
        return where["institution"], where["verified"]

    return ask


def test_the_page_shows_what_will_be_reported(college, at_college) -> None:
    page = text(college.get("/lists"))
    assert "the students on your list of 9 October 2026" in page
    assert "are still there today" in page


def test_one_click_confirms_everybody_on_the_roll(
    college, at_college, post, worked, verified
) -> None:
    assert verified(at_college[0]) == (COLLEGE_KEY, "2026-10-09")
    answer = post(college, "/lists", "/lists/unchanged")
    assert answer.location == "/lists/1/receipt"
    assert worked() == 1
    page = text(college.get("/lists/1/receipt"))
    assert "Recorded" in page
    assert "Nothing has changed, as at 24 November 2026" in page
    for row in at_college:
        assert verified(row) == (COLLEGE_KEY, TODAY)
    assert "November 2026 is done" in text(college.get("/lists"))


def test_a_student_known_to_be_elsewhere_is_not_confirmed(
    college, at_college, load, post, worked, verified, tmp_path
) -> None:
    moved = {**at_college[0], "start": "02/11/2026"}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "other.csv", [moved]),
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
    )
    page = text(college.get("/lists"))
    # The college does not learn how many are known to be elsewhere.
    assert "the students on your list of 9 October 2026" in page
    post(college, "/lists", "/lists/unchanged")
    worked()
    assert verified(moved) == (OTHER_KEY, "2026-11-06")


def test_a_student_whose_leaving_the_college_reported_is_not_confirmed(
    college, at_college, load, post, worked, verified, tmp_path
) -> None:
    left = {**at_college[0], "end": "30/10/2026"}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "left.csv", [left]),
        institution=COLLEGE,
        as_at=date(2026, 11, 2),
    )
    assert "and in the changes you have sent since" in text(college.get("/lists"))
    post(college, "/lists", "/lists/unchanged")
    worked()
    assert verified(left) == (None, None)


def test_a_student_who_started_since_is_confirmed_too(
    college, at_college, load, post, worked, verified, tmp_path
) -> None:
    (new,) = people(1, first=80)
    load(
        "provider-enrolment",
        provider_list(tmp_path / "new.csv", [new]),
        institution=COLLEGE,
        as_at=date(2026, 11, 2),
    )
    assert "in the changes you have sent since" in text(college.get("/lists"))
    post(college, "/lists", "/lists/unchanged")
    worked()
    assert verified(new) == (COLLEGE_KEY, TODAY)


def test_a_report_taken_back_confirms_no_student(
    college, at_college, post, worked, verified
) -> None:
    post(college, "/lists", "/lists/unchanged")
    worked()
    post(college, "/lists", "/lists/1/take-back")
    assert verified(at_college[0]) == (COLLEGE_KEY, "2026-10-09")
    assert "This was taken back" in text(college.get("/lists/1/receipt"))
    post(college, "/lists", "/lists/1/take-back")
    assert "already been taken back" in text(college.get("/lists"))


def test_a_report_taken_back_before_the_worker_ran_confirms_no_student(
    college, at_college, post, worked, verified
) -> None:
    post(college, "/lists", "/lists/unchanged")
    post(college, "/lists", "/lists/1/take-back")
    worked()
    assert verified(at_college[0]) == (COLLEGE_KEY, "2026-10-09")


def test_a_worker_that_comes_twice_confirms_once(
    college, at_college, post, worked, pages
) -> None:
    post(college, "/lists", "/lists/unchanged")
    worked()
    with pages.app_context():
        db.session.execute(
            sql("UPDATE tasks SET state = 'waiting', ended_at = NULL, began_at = NULL")
        )
        db.session.commit()
    worked()
    with pages.app_context():
        entries = db.session.query(Entry).filter_by(source="nothing has changed")
        assert entries.count() == 1


@pytest.mark.parametrize(
    ("as_at", "complete"),
    [(date(2026, 10, 9), False), (date(2026, 6, 12), True)],
)
def test_without_a_complete_list_of_this_school_year_it_is_not_offered(
    college, leavers, load, post, tmp_path, as_at, complete
) -> None:
    rows = [{**row, "start": "07/09/2025"} for row in leavers[:3]]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "l.csv", rows),
        institution=COLLEGE,
        as_at=as_at,
        complete=complete,
    )
    assert "send one first" in text(college.get("/lists"))
    post(college, "/account", "/lists/unchanged")
    page = text(college.get("/lists"))
    assert "Not done" in page
    assert "no complete list from you for this school year" in page


def test_another_colleges_report_covers_its_own_roll(
    at_college, signed_in, post
) -> None:
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    assert "send one first" in text(other.get("/lists"))
    post(other, "/account", "/lists/unchanged")
    assert other.get("/lists/1/receipt").status_code == 404


def test_another_college_does_not_take_it_back(
    college, at_college, signed_in, post, worked, verified
) -> None:
    post(college, "/lists", "/lists/unchanged")
    worked()
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    assert post(other, "/account", "/lists/1/take-back").status_code == 404
    assert other.get("/lists/1/receipt").status_code == 404
    assert verified(at_college[0]) == (COLLEGE_KEY, TODAY)
    assert NOW.date().isoformat() == TODAY


def test_an_unregistered_training_provider_may_report_no_change_too(
    registered, signed_in, load, post, worked, verified, tmp_path
) -> None:
    rows = [{**row, "ukprn": "10055512"} for row in people(3, first=90)]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "provider.csv", rows),
        institution="10055512",
        as_at=date(2026, 11, 2),
        complete=True,
    )
    provider = signed_in("college-user", "ukprn:10055512")
    assert "the students on your list of 2 November" in text(provider.get("/lists"))
    post(provider, "/lists", "/lists/unchanged")
    worked()
    assert verified(rows[0]) == ("ukprn:10055512", TODAY)
    assert "UKPRN 10055512" in text(provider.get("/lists"))
