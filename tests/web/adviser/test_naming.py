"""Naming people outward or not: recorded with a reason on the person's page."""

from datetime import timedelta

import pytest

from tests.web.adviser.young import young
from tests.web.school.conftest import post, text

__all__ = ["post"]


@pytest.fixture
def team(signed_in):
    return signed_in("adviser")


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        return young()


def test_a_person_is_not_named_outward_and_then_again(
    pages, team, person, post, as_json
) -> None:
    address = f"/people/{person}/not-named-outward"
    answer = post(team, address, because="a court order")
    assert answer.status_code == 302, text(answer)
    page = text(team.get(f"/people/{person}"))
    assert "Not named outward: a court order" in page
    assert "Restriction:" not in page
    assert as_json("people", "show", person)["identity"]["withheld"]
    pages.config["NOW"] += timedelta(minutes=1)
    post(team, address, f"/people/{person}/named-outward")
    assert "Not named outward:" not in text(team.get(f"/people/{person}"))


def test_a_reason_is_needed(team, person, post) -> None:
    answer = post(team, f"/people/{person}/not-named-outward", because="")
    assert answer.status_code == 200
    assert "Select the reason." in text(answer)
    answer = post(team, f"/people/{person}/not-named-outward", because="a dislike")
    assert answer.status_code == 200
