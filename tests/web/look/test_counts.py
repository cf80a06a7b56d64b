"""The menu says how many wait, with the same count as the page itself."""

import re

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, token
from tracker import actions, domain
from tracker.store.accounts.users import User
from tracker.web.look import counts
from tracker.web.look.counts import KEPT_FOR

pytestmark = pytest.mark.menu_counts


def newly_neet(given: str) -> int:
    """A young person who has begun to look for work and is in no caseload."""
    person = young(given, "Holtby")
    record_evidence(person, doing(domain.reference.activity.SEEKING))
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    return person


def hand_over(person: int) -> None:
    """Puts a young person into the caseload of the only adviser."""
    user = User.query.one()
    actions.casework.caseloads.share_out(
        [person],
        [user.id],
        act=act(by="me", at=NOW, on=TODAY, authority=user.authority),
    )


@pytest.fixture
def adviser(pages, signed_in):
    """An adviser with three young people who have newly become NEET."""
    client = signed_in("adviser")
    with pages.app_context():
        for number in range(3):
            hand_over(newly_neet(f"Young{number}"))
    return client


def menu_count(page: str) -> int:
    found = re.search(r">My day(?: <b>(\d+)</b>)?</a>", page)
    assert found is not None
    return int(found[1] or 0)


def test_every_page_has_the_count_of_my_day(adviser) -> None:
    my_day = adviser.get("/my-day").get_data(as_text=True)
    assert "New NEET <b>3</b>" in my_day
    assert menu_count(my_day) == 3
    assert menu_count(adviser.get("/account").get_data(as_text=True)) == 3


def test_a_count_is_kept_for_a_while_and_not_longer(pages, adviser) -> None:
    assert menu_count(adviser.get("/account").get_data(as_text=True)) == 3
    with pages.app_context():
        hand_over(newly_neet("Amina"))
    assert menu_count(adviser.get("/account").get_data(as_text=True)) == 3
    pages.config["NOW"] = NOW + KEPT_FOR
    assert menu_count(adviser.get("/account").get_data(as_text=True)) == 4


def test_a_change_of_ones_own_is_counted_at_once(pages, adviser) -> None:
    with pages.app_context():
        person = newly_neet("Amina")
    assert menu_count(adviser.get("/my-day").get_data(as_text=True)) == 3
    page = adviser.get(f"/people/{person}").get_data(as_text=True)
    adviser.post(f"/people/{person}/take", data={"csrf_token": token(page)})
    assert menu_count(adviser.get("/account").get_data(as_text=True)) == 4


def test_a_page_of_an_error_counts_nothing(adviser, monkeypatch) -> None:
    def fail(*_) -> None:
        raise AssertionError("counted")

    monkeypatch.setattr(counts, "remember", fail)
    answer = adviser.get("/nowhere")
    assert answer.status_code == 404
    assert menu_count(answer.get_data(as_text=True)) == 0


def test_nothing_waiting_shows_no_number(signed_in) -> None:
    page = signed_in("adviser").get("/account").get_data(as_text=True)
    assert menu_count(page) == 0
    assert "My day</a>" in page
