"""A user who links an account that is in use with a password."""

import re
from datetime import timedelta
from html import unescape

import pytest
import requests

from tests.web.conftest import NOW, make, sign_in, token
from tests.web.sign_on.conftest import (
    RULES,
    is_in,
    path,
    query_of,
    refused,
    sign_on,
    text,
)


def link(client) -> str:
    """Begins the link on the page of the account: where the provider leads back."""
    page = text(client.get("/account"))
    begun = client.post("/sign-on/one/link", data={"csrf_token": token(page)})
    assert begun.status_code == 200
    address = unescape(re.search(r'href="([^"]*authorize[^"]*)"', text(begun))[1])
    assert query_of(address)["prompt"] == "login"
    back = requests.get(address, allow_redirects=False, timeout=10)
    return path(back.headers["Location"])


@pytest.fixture
def kim(site, signed_in):
    """A browser in which an adviser is signed in with a password."""
    return signed_in("adviser", email="kim@example.org")


def test_a_user_links_the_account_and_the_password_ends(site, kim) -> None:
    other = site.app.test_client()
    sign_in(other, "kim@example.org")
    assert "Link with Provider one" in text(kim.get("/account"))
    answer = kim.get(link(kim))
    assert answer.location == "/account"
    page = text(kim.get("/account"))
    assert "You sign in with Provider one from now on" in page
    assert "Link with" not in page
    assert not is_in(other)
    assert sign_in(other, "kim@example.org").status_code == 200
    # The address at the provider is another one; the account is hers all the same.
    assert sign_on(other).status_code == 302
    assert "kim@example.org" in text(other.get("/account"))
    linked = [line for line in site.lines() if line.action == "single sign-on linked"]
    assert [line.by for line in linked] == ["kim@example.org"]


def test_a_link_of_another_website_begins_no_link(site, kim) -> None:
    for method in ("get", "post"):
        answer = getattr(kim, method)("/sign-on/one/link")
        assert answer.status_code in (400, 405)
    assert site.user("kim@example.org").provider is None


def test_an_answer_to_an_ordinary_sign_in_links_nothing(site, kim) -> None:
    """An attacker's own answer, brought into the browser of a user who is signed in."""
    from tests.web.sign_on.conftest import at_provider

    attacker = site.app.test_client()
    back = path(at_provider(attacker))
    refused(site, kim.get(back), "no-state", "not begun in this browser")
    assert site.user("kim@example.org").provider is None
    assert is_in(kim)


def test_a_link_needs_a_new_sign_in_at_the_provider(site, kim) -> None:
    site.process.control(auth_time=NOW - timedelta(hours=2))
    refused(site, kim.get(link(kim)), "not-fresh", "did not ask you to sign in")
    assert site.user("kim@example.org").provider is None


def test_a_session_left_open_links_nothing_without_a_new_proof(site, kim) -> None:
    page = text(kim.get("/account"))
    site.move(NOW + timedelta(minutes=10))
    kim.get("/account")
    site.move(NOW + timedelta(minutes=16))
    answer = kim.post("/sign-on/one/link", data={"csrf_token": token(page)})
    assert "authorize" not in text(answer)
    assert "Confirm" in text(answer)


def test_a_user_of_the_provider_is_linked_once(site, kim) -> None:
    site.invite()
    sign_on(site.app.test_client())
    refused(site, kim.get(link(kim)), "linked-elsewhere", "another account here")
    assert site.user("kim@example.org").provider is None


def test_a_link_gives_no_role_that_the_groups_do_not_give(site, signed_in) -> None:
    site.declare("one", rules=RULES)
    leader = signed_in("team-leader", email="lee@example.org")
    assert leader.get(link(leader)).status_code == 302
    assert site.user("lee@example.org").role == "adviser"


def test_without_a_group_there_is_no_link(site, signed_in) -> None:
    site.declare("one", rules=RULES)
    site.claims(groups=[])
    kim = signed_in("adviser", email="kim@example.org")
    refused(site, kim.get(link(kim)), "no-rule", "gives you a role")
    assert site.user("kim@example.org").provider is None
    assert is_in(kim)


def test_a_school_is_not_offered_the_provider_of_staff(site, signed_in) -> None:
    school = signed_in("school-user")
    page = text(school.get("/account"))
    assert "Link with" not in page
    answer = school.post("/sign-on/one/link", data={"csrf_token": token(page)})
    assert answer.status_code == 404


def test_a_session_that_ended_meanwhile_links_nothing(site, kim) -> None:
    back = link(kim)
    with site.app.app_context():
        from tests.acts import act
        from tracker import actions, store

        user = store.accounts.users.by_email("kim@example.org")
        actions.accounts.sessions.end_everywhere(user, act=act(at=NOW))
    refused(site, kim.get(back), "no-state", "not begun in this browser")
    assert site.user("kim@example.org").provider is None


def test_the_only_administrator_without_the_group_keeps_the_password(site) -> None:
    site.declare("one", rules=RULES)
    with site.app.app_context():
        make("administrator", email="kim@example.org")
    client = site.app.test_client()
    sign_in(client, "kim@example.org")
    refused(site, client.get(link(client)), "only-administrator", "only administrator")
    assert site.user("kim@example.org").provider is None
    assert sign_in(site.app.test_client(), "kim@example.org").status_code == 302
