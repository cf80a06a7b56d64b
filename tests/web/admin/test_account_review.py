"""The page of the accounts to confirm, for administrators and team leaders."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.acts import act
from tests.web.conftest import make, token
from tests.web.test_links import Letters, letters
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.accounts.review import confirming, review_letters
from tracker.extensions import db

__all__ = ["letters"]

# The tests' own mail server is on the loopback: a password without TLS is tested.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH while:UserWarning"),
    pytest.mark.filterwarnings("ignore:Session.login_data:DeprecationWarning"),
]

WITHIN = authority_scope("359")
NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def text(answer) -> str:
    return str(answer.get_data(as_text=True))


@pytest.fixture
def staff(pages, signed_in):
    """An administrator, a team leader, an adviser and a school's user, a year old."""
    browsers = {role: signed_in(role) for role in ("administrator", "team-leader")}
    with pages.app_context():
        make("adviser", name="Sam Wren")
        make("school-user", name="Ida Holt")
        for user in store.accounts.users.everybody(within=WITHIN):
            user.invited_at = datetime(2025, 10, 1, tzinfo=UTC)
        db.session.commit()
        night()
    return browsers


def night() -> None:
    done = act(by="the clock", at=NIGHT, on=date(2026, 11, 24))
    review = confirming.each_night(act=done)
    actions.work.account_items.refresh(review, within=WITHIN, act=done)
    db.session.commit()


def number_of(pages, email: str) -> int:
    with pages.app_context():
        return store.accounts.users.by_email(email).id


def confirm(browser, *numbers: int):
    page = text(browser.get("/accounts-to-confirm"))
    data = {"account": list(numbers), "csrf_token": token(page)}
    return browser.post("/accounts-to-confirm", data=data, follow_redirects=True)


def test_an_administrator_confirms_the_accounts_of_a_school(pages, staff) -> None:
    admin = staff["administrator"]
    page = text(admin.get("/accounts-to-confirm"))
    assert "0 of 4 accounts are confirmed" in page
    assert "Ida Holt" in page
    assert "The advisers" in page
    assert "Confirm which accounts are still needed" in text(admin.get("/users"))
    answer = confirm(admin, number_of(pages, "school-user@example.org"))
    assert "1 confirmed for another year." in text(answer)
    assert "1 of 4 accounts are confirmed" in text(answer)
    own = confirm(admin, number_of(pages, "administrator@example.org"))
    assert "Your own account is confirmed by a colleague." in text(own)


def test_a_team_leader_sees_and_confirms_advisers_alone(pages, staff) -> None:
    leader = staff["team-leader"]
    page = text(leader.get("/accounts-to-confirm"))
    assert "Sam Wren" in page
    assert "Ida Holt" not in page
    assert "Confirm the accounts of the advisers" in text(leader.get("/to-do"))
    other = confirm(leader, number_of(pages, "school-user@example.org"))
    assert "confirmed by an administrator" in text(other)
    answer = confirm(leader, number_of(pages, "adviser@example.org"))
    assert "1 confirmed for another year." in text(answer)
    assert "accounts of the advisers" not in text(leader.get("/to-do"))


def test_the_letters_go_by_the_worker_and_hold_no_link_that_opens(
    pages, staff, letters: Letters
) -> None:
    here = pages.config["TRACKER"]
    with pages.app_context():
        many = review_letters.send_waiting(
            here.mail, address=here.address, organisation="Testham", at=NIGHT
        )
        again = review_letters.send_waiting(
            here.mail, address=here.address, organisation="Testham", at=NIGHT
        )
    assert (many, again) == (2, 0)
    assert {each["To"] for each in letters.taken} == {
        "administrator@example.org",
        "team-leader@example.org",
    }
    for letter in letters.taken:
        assert "https://tracker.example.org/accounts-to-confirm" in letter.get_content()


def test_after_its_end_the_users_page_leads_to_the_closed_accounts(
    pages, staff
) -> None:
    with pages.app_context():
        late = act(by="the clock", at=NIGHT + timedelta(days=29))
        assert confirming.each_night(act=late) is None
        db.session.commit()
    admin = staff["administrator"]
    users = text(admin.get("/users"))
    assert 'href="/accounts-to-confirm">Accounts closed since' in users
    assert "Ida Holt" in text(admin.get("/accounts-to-confirm"))
