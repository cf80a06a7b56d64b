"""A college sends the record that it makes for the Department. All are invented."""

from pathlib import Path

import pytest

from tests.factories import COLLEGE_UKPRN
from tests.feeds.ilr.records import aim, learner, xml
from tests.web.school.conftest import text

AIM = aim(25, "2026-09-07", "2027-07-02")


@pytest.fixture
def record(tmp_path: Path):
    """Writes the record of a provider, with two learners on the same course."""

    def write(ukprn: str) -> Path:
        learners = [
            learner("A1", AIM, GivenNames="Robin", DateOfBirth="2009-10-14"),
            learner("A2", AIM, GivenNames="Sita", DateOfBirth="2009-11-02"),
        ]
        return xml(
            tmp_path / "ILR.xml",
            learners,
            year="2026-27",
            prepared="2026-11-06",
            ukprn=ukprn,
        )

    return write


@pytest.fixture
def send(post, worked):
    def run(client, path: Path):
        with path.open("rb") as file:
            answer = post(client, "/lists/new", file=(file, path.name), names="changes")
        worked()
        return answer

    return run


def test_it_is_known_without_a_question_and_brings_its_own_day(
    college, post, send, record
) -> None:
    answer = send(college, record(COLLEGE_UKPRN))
    assert answer.status_code == 302
    page = text(college.get(answer.location))
    assert "Send 2 lines" in page
    assert "Robin Invented" in page and "Sita Invented" in page
    sent = post(college, answer.location, f"{answer.location}/send")
    assert sent.location.endswith("/receipt")
    assert "With the council" in text(college.get(answer.location))


def test_the_record_of_another_provider_is_not_taken(college, send, record) -> None:
    answer = send(college, record("10099977"))
    page = text(college.get(answer.location))
    assert "is the record of Otherton College (invented)" in page
    assert "Testham College (invented) is given as its sender" in page
    assert "Send 2 lines" not in page


def test_a_school_cannot_send_one(school, send, record) -> None:
    page = text(send(school, record(COLLEGE_UKPRN)))
    assert "looks like an individualised learner record (ILR)" in page
