"""Two advisers save different statuses at once: the second sees the first's."""

import re

import pytest

from tests.web.adviser.test_status import SINCE, person, position
from tests.web.adviser.young import TODAY
from tracker import domain
from tracker.domain.casework.contact import Informant

__all__ = ["person"]


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page's form, which a browser sends back."""
    found: dict[str, list[str]] = {}
    for field in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
        name, value = (
            re.search(f'{each}="([^"]*)"', field)[1] for each in ("name", "value")
        )
        found.setdefault(name, []).append(value)
    return found


class Adviser:
    """An adviser with the page of a status open."""

    def __init__(
        self, client, address: str, activity: domain.reference.activity.Activity
    ) -> None:
        self.client, self.address = client, address
        self.shown = client.get(f"{address}?activity={activity.code}").get_data(
            as_text=True
        )

    def check(self) -> str:
        day = {
            name: [each.day, each.month, each.year]
            for name, each in (("starts", SINCE), ("learned", TODAY))
        }
        form = {
            **hidden(self.shown),
            **day,
            "provider": "A Shop",
            "informant": str(Informant.YOUNG_PERSON),
            "review": [10, 12, 2026],
            "step": "check",
        }
        answer = self.client.post(self.address, data=form)
        self.shown = answer.get_data(as_text=True)
        return self.shown

    def save(self) -> str:
        data = {**hidden(self.shown), "step": "save"}
        answer = self.client.post(self.address, data=data, follow_redirects=True)
        self.shown = answer.get_data(as_text=True)
        return self.shown


@pytest.fixture
def two(signed_in, person):
    address = f"/people/{person}/status"
    first = signed_in("adviser", email="first@example.org")
    second = signed_in("adviser", email="second@example.org")
    return (
        Adviser(first, address, domain.reference.activity.TEMPORARY_JOB),
        Adviser(second, address, domain.reference.activity.SEEKING),
    )


def test_the_second_save_shows_the_first_and_asks_for_a_decision(
    two, pages, person
) -> None:
    first, second = two
    first.check()
    second.check()
    assert "Saved: Temporary job." in first.save()
    answer = second.save()
    assert "Nothing is saved yet." in answer
    assert "Robin Example recorded Temporary job at A Shop at" in answer
    assert position(pages, person).activity is domain.reference.activity.TEMPORARY_JOB
    assert f"Saved: {domain.reference.activity.SEEKING.title}." in second.save()


def test_of_two_who_save_at_one_moment_one_is_shown_the_other(two, at_once) -> None:
    for each in two:
        each.check()
    answers = at_once(*(each.save for each in two))
    assert sorted("Nothing is saved yet." in answer for answer in answers) == [
        False,
        True,
    ]


def test_a_user_s_own_earlier_save_is_not_shown_to_them(two) -> None:
    first, _ = two
    first.check()
    kept = first.shown
    assert "Saved: Temporary job." in first.save()
    first.shown = kept  # the back button, and a second click
    assert "Saved: Temporary job." in first.save()


def test_entries_from_before_the_page_was_opened_are_not_shown(two) -> None:
    first, _ = two
    assert "Nothing is saved yet." not in first.check()
    assert "Saved: Temporary job." in first.save()
