"""Two advisers save different statuses at once: the second sees the first's."""

import re

import pytest

from tests.web.adviser.happened.test_status import SINCE, person, position
from tests.web.adviser.young import TODAY
from tracker import domain
from tracker.domain.casework.contact import Outcome
from tracker.domain.casework.what_happened import kind_of

__all__ = ["person"]


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form, which a browser sends back."""
    found: dict[str, str] = {}
    for field in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
        name, value = (
            re.search(f'{each}="([^"]*)"', field)[1] for each in ("name", "value")
        )
        found[name] = value
    return found


class Adviser:
    """An adviser with the page of a status open."""

    def __init__(
        self, client, address: str, activity: domain.reference.activity.Activity
    ) -> None:
        self.client, self.address, self.activity = client, address, activity
        self.shown = client.get(address).get_data(as_text=True)

    def save(self) -> str:
        day = {
            name: [each.day, each.month, each.year]
            for name, each in (("starts", SINCE), ("made_on", TODAY))
        }
        form = {
            **hidden(self.shown),
            **day,
            "outcome": str(Outcome.YOUNG_PERSON),
            "doing": "other",
            "kind": str(kind_of(self.activity)),
            "activity": self.activity.code,
            "provider": "A Shop",
            "review": [10, 12, 2026],
        }
        answer = self.client.post(self.address, data=form, follow_redirects=True)
        self.shown = answer.get_data(as_text=True)
        return self.shown


@pytest.fixture
def two(signed_in, person):
    address = f"/people/{person}/what-happened"
    first = signed_in("adviser", email="first@example.org")
    second = signed_in("adviser", email="second@example.org")
    return (
        Adviser(first, address, domain.reference.activity.TEMPORARY_JOB),
        Adviser(second, address, domain.reference.activity.NOT_READY),
    )


def test_the_second_save_shows_the_first_and_asks_for_a_decision(
    two, pages, person
) -> None:
    first, second = two
    assert "Now: Temporary job" in first.save()
    answer = second.save()
    assert "Nothing is saved yet." in answer
    assert "Robin Example recorded Temporary job at A Shop at" in answer
    assert position(pages, person).activity is domain.reference.activity.TEMPORARY_JOB
    assert "recorded: spoke to the young person" in second.save()


def test_of_two_who_save_at_one_moment_one_is_shown_the_other(two, at_once) -> None:
    answers = at_once(*(each.save for each in two))
    assert sorted("Nothing is saved yet." in answer for answer in answers) == [
        False,
        True,
    ]


def test_a_user_s_own_earlier_save_is_not_shown_to_them(two) -> None:
    first, _ = two
    kept = first.shown
    assert "Now: Temporary job" in first.save()
    first.shown = kept  # the back button, and a second click
    assert "Nothing is saved yet." not in first.save()


def test_entries_from_before_the_page_was_opened_are_not_shown(two) -> None:
    first, _ = two
    assert "Nothing is saved yet." not in first.save()
