"""Signing in at the provider once again, to confirm who one is."""

import re
from datetime import timedelta
from html import unescape

import pytest
import requests

from tests.web.conftest import NOW, PASSWORD, make, token
from tests.web.sign_on.conftest import (
    RULES,
    SAM,
    back_from_confirming,
    is_in,
    path,
    refused,
    sign_on,
    sign_on_again,
    text,
)
from tracker.store.accounts.audit import Action
from tracker.store.accounts.sessions import How


@pytest.fixture
def administrator(site):
    """The browser of an administrator by the provider's groups, ten minutes later."""
    site.declare("one", rules=RULES)
    site.invite("administrator")
    # A second one, as the only administrator stays one.
    with site.app.app_context():
        make("administrator", email="lee@example.org")
    site.claims(groups=["Admins"])
    client = site.app.test_client()
    sign_on(client)
    site.move(NOW + timedelta(minutes=10))
    return client


def needs_proof(client) -> bool:
    """Whether a form that another person must not send asks for a new proof first."""
    answer = client.post(
        "/account/other-devices/end",
        data={"csrf_token": token(text(client.get("/account")))},
    )
    return "Confirm" in text(answer)


def test_a_new_sign_in_at_the_provider_confirms(site) -> None:
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    site.move(NOW + timedelta(minutes=10))
    answer = sign_on_again(client)
    assert answer.location == "/account"
    assert site.lines()[0].action == Action.PROVED_AGAIN
    assert site.lines()[0].detail["how"] == How.PROVIDER
    # A log-out at the provider still ends the session, under its new token.
    assert is_in(client)
    token_of_log_out = site.process.logout_token(sub="s1", sid="sid-s1")
    site.app.test_client().post(
        "/sign-on/one/log-out", data={"logout_token": token_of_log_out}
    )
    assert not is_in(client)


def test_a_form_that_needs_a_proof_is_there_again_after_it(site) -> None:
    """An administrator of single sign-on changes a colleague after a while."""
    site.invite("administrator")
    client = site.app.test_client()
    sign_on(client)
    site.invite(email="lee@example.org")
    number = site.user("lee@example.org").id
    form = f"/users/{number}"
    data = {
        "csrf_token": token(text(client.get(form))),
        "name": "Lee Anders",
        "role": "team-leader",
    }
    site.move(NOW + timedelta(minutes=10))
    client.get(form)
    site.move(NOW + timedelta(minutes=16))
    page = text(client.post(form, data=data))
    assert "Lee Anders" not in text(client.get(form))
    # A password or a code of before is no proof.
    proof = {**data, "proof": "yes", "proof_password": PASSWORD}
    answer = text(client.post(form, data=proof))
    assert "Confirm at your identity provider" in answer
    again = unescape(re.search(r'href="(/sign-on/one/again[^"]*)"', page)[1])
    address = unescape(
        re.search(r'content="0;url=([^"]+)"', text(client.get(again)))[1]
    )
    back = requests.get(address, allow_redirects=False, timeout=10)
    kept = client.get(path(back.headers["Location"])).location
    assert "kept_form=" in kept
    page = text(client.get(kept))
    assert "Lee Anders" in page
    client.post(form, data={**data, "csrf_token": token(page)})
    assert site.user("lee@example.org").role == "team-leader"


def test_a_file_that_needs_a_proof_starts_after_it(site) -> None:
    site.invite("auditor")
    client = site.app.test_client()
    sign_on(client)
    for minutes in (10, 20):
        site.move(NOW + timedelta(minutes=minutes))
        client.get("/account")
    file = "/happened.csv?subject=import+1"
    asks = client.get(file).location
    page = text(client.get(asks))
    assert "You then come back, and the download starts." in page
    again = unescape(re.search(r'href="(/sign-on/one/again[^"]*)"', page)[1])
    address = unescape(
        re.search(r'content="0;url=([^"]+)"', text(client.get(again)))[1]
    )
    back = requests.get(address, allow_redirects=False, timeout=10)
    confirmed = client.get(path(back.headers["Location"])).location
    assert client.get(confirmed).location == asks
    page = text(client.get(asks))
    assert unescape(re.search(r'content="0;url=([^"]+)"', page)[1]) == file
    with client.get(file) as sent:
        assert sent.headers["Content-Disposition"].startswith("attachment")


def test_an_old_sign_in_at_the_provider_does_not(site) -> None:
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    later = NOW + timedelta(minutes=10)
    site.move(later)
    site.process.control(auth_time=NOW)
    refused(site, sign_on_again(client), "not-fresh", "did not ask you to sign in")
    assert is_in(client)


def test_another_user_of_the_provider_does_not(site) -> None:
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    site.process.control(users={"s2": SAM}, signs_in="s2")
    refused(site, sign_on_again(client), "other-user", "Another user signed in")


def test_a_signed_in_user_begins_no_ordinary_sign_in(site) -> None:
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    assert client.get("/sign-on/one?next=/account").location == "/account"


def test_a_user_with_a_password_has_no_such_page(site, signed_in) -> None:
    client = signed_in("adviser")
    assert client.get("/sign-on/one/again").status_code == 404


@pytest.mark.parametrize(
    ("minutes", "asks"),
    [(0, False), (14, False), (16, True), (600, True), (None, True)],
)
def test_a_sign_in_without_a_question_at_the_provider_proves_nothing_now(
    site, minutes, asks
) -> None:
    """Its own cookie signs the next person at the same desk in as well."""
    site.invite()
    if minutes is not None:
        site.process.control(auth_time=NOW - timedelta(minutes=minutes))
    client = site.app.test_client()
    sign_on(client)
    assert is_in(client)
    assert needs_proof(client) is asks
    site.process.control(auth_time=None)
    sign_on_again(client)
    assert not needs_proof(client)


def test_a_moment_to_come_proves_no_longer_than_now(site) -> None:
    site.invite()
    site.process.control(auth_time=NOW + timedelta(hours=5))
    client = site.app.test_client()
    sign_on(client)
    assert not needs_proof(client)
    for minutes in (10, 16):
        site.move(NOW + timedelta(minutes=minutes))
        client.get("/account")
    assert needs_proof(client)


def test_a_role_that_the_groups_no_longer_give_ends_with_the_confirmation(
    site, administrator
) -> None:
    other = site.app.test_client()
    sign_on(other)
    site.claims(groups=["Advisers"])
    assert sign_on_again(administrator).location == "/account"
    assert site.user().role == "adviser"
    assert administrator.get("/users").status_code == 404
    assert is_in(administrator)
    assert not is_in(other)


def test_a_user_in_no_group_any_more_confirms_nothing(site, administrator) -> None:
    site.claims(groups=["Visitors"])
    refused(site, sign_on_again(administrator), "no-rule", "no longer gives you a role")
    assert not is_in(administrator)


def test_the_session_follows_that_of_the_provider(site) -> None:
    """A provider may begin another session of its own when it asks again."""
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    site.claims(sid="another")
    sign_on_again(client)
    for sid, stays in (("sid-s1", True), ("another", False)):
        made = site.process.logout_token(sub="s1", sid=sid)
        site.app.test_client().post("/sign-on/one/log-out", data={"logout_token": made})
        assert is_in(client) is stays


def test_a_log_out_at_the_provider_overtakes_a_confirmation(site) -> None:
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    back = back_from_confirming(client)
    made = site.process.logout_token(sub="s1", sid=None)
    site.app.test_client().post("/sign-on/one/log-out", data={"logout_token": made})
    refused(site, client.get(back), "no-state", "not begun in this browser")
    assert not is_in(client)
