"""Offers and plans that a school or college sends itself. Everybody is invented."""

import io

import pytest

from tests.factories import intentions, offers, pupil
from tests.web.school.conftest import text

CHOICES = "choices"


@pytest.fixture
def drop(post, worked):
    """Uploads a file on the page; the page to which its sender is led."""

    def run(client, content: bytes, *, names: str = CHOICES) -> str:
        answer = post(
            client,
            "/lists/new",
            file=(io.BytesIO(content), "list.csv"),
            names=names,
            as_at=["20", "11", "2026"],
        )
        assert answer.status_code == 302, text(answer)
        worked()
        return str(answer.location)

    return run


@pytest.mark.parametrize("names", [CHOICES, "complete", "changes"])
def test_a_college_sends_its_offers(college, drop, post, tmp_path, names) -> None:
    rows = [
        {**pupil(1), "stage": "Conditional offer"},
        {**pupil(2), "stage": "Looking good"},
    ]
    path = offers(tmp_path / "o.csv", rows, without="provider")
    where = drop(college, path.read_bytes(), names=names)
    page = text(college.get(where))
    assert "Applications and offers, as at 20 November 2026" in page
    assert "Looking good is not a status of an application" in page
    assert "Send 1 line" in page
    answer = post(college, where, f"{where}/send")
    receipt = text(college.get(answer.location))
    assert "Applications and offers, as at" in receipt
    # It is not the list of the month, and no list of those who are there.
    overview = text(college.get("/lists"))
    assert "November 2026 is done" not in overview
    assert "A complete list" not in overview
    assert "Applications and offers" in overview


def test_headings_of_its_own_are_explained_as_those_of_such_a_list(
    college, drop
) -> None:
    odd = b"Forename,Kin,Birthday,Course,How far\nAnn,Holt,03/11/2010,Art,Applied\n"
    page = text(college.get(drop(college, odd)))
    assert "ApplicationStatus" in page and "StartDate" not in page
    page = text(college.get(drop(college, odd, names="changes")))
    assert "StartDate" in page and "ApplicationStatus" not in page


def test_a_school_sends_what_its_pupils_plan(school, drop, tmp_path) -> None:
    path = intentions(tmp_path / "p.csv", [{**pupil(1), "destination": "College"}])
    page = text(school.get(drop(school, path.read_bytes())))
    assert "Intended destinations, as at 20 November 2026" in page
    assert "Send 1 line" in page


def test_a_college_cannot_send_the_plans_of_a_school(college, post, tmp_path) -> None:
    path = intentions(tmp_path / "p.csv", [{**pupil(1), "destination": "College"}])
    answer = post(
        college,
        "/lists/new",
        file=(io.BytesIO(path.read_bytes()), "p.csv"),
        names=CHOICES,
        as_at=["20", "11", "2026"],
    )
    assert "looks like a list of intended destinations, which you cannot" in text(
        answer
    )


def test_each_empty_list_is_on_the_page(school, college) -> None:
    names = {
        "offers": "list-of-applications-and-offers",
        "intended-destinations": "list-of-intended-destinations",
        "provider-enrolment": "enrolment-list",
    }
    page = text(school.get("/lists/new"))
    for feed, name in names.items():
        address = f"/lists/template.csv?of={feed}"
        assert address in page
        answer = school.get(address)
        assert f"{name}.csv" in answer.headers["Content-Disposition"]
    assert college.get("/lists/template.csv?of=offers").status_code == 200
    for feed in ("intended-destinations", "school-census", "nonsense"):
        assert college.get(f"/lists/template.csv?of={feed}").status_code == 404
