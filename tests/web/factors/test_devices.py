"""The user's own sessions: seen, ended one by one, ended by what changes an account."""

from datetime import timedelta

import pytest

from tests.web.conftest import NOW, make, open_session, token
from tests.web.factors.apps import app_of, code_of, post, text
from tracker import actions, store
from tracker.store.accounts.sessions import How
from tracker.web.account.devices import device_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (FIREFOX, "Firefox on Linux"),
        (EDGE, "Edge on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("", "Unknown browser"),
        ("<script>alert(1)</script>" * 1000, "Unknown browser"),
    ],
)
def test_a_device_is_named_by_words_of_ours(sent, shown) -> None:
    assert device_of(sent) == shown


def test_one_device_is_signed_out_from_another(pages) -> None:
    here, there = pages.test_client(), pages.test_client()
    with pages.app_context():
        user = make("adviser")
        open_session(there, user)
        open_session(here, user)
        for each in actions.accounts.sessions.open_of(user, at=user.invited_at):
            if each.digest != actions.accounts.tokens.digest(user.token):
                name = each.name
    page = text(here.get("/account"))
    assert page.count("/account/devices/") == 2
    assert page.count("This one") == 1
    assert post(here, f"/account/devices/{name}/end").location == "/account"
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


def test_the_session_of_another_user_is_not_found(pages, signed_in) -> None:
    other = signed_in("manager")
    mine = signed_in("adviser")
    with pages.app_context():
        user = store.accounts.users.by_email("manager@example.org")
        (theirs,) = actions.accounts.sessions.open_of(user, at=user.invited_at)
        name = theirs.name
    assert post(mine, f"/account/devices/{name}/end").status_code == 404
    assert other.get("/account").status_code == 200


def test_all_others_end_and_this_one_stays(pages) -> None:
    here, there = pages.test_client(), pages.test_client()
    with pages.app_context():
        user = make("adviser")
        open_session(there, user)
        open_session(here, user)
    post(here, "/account/other-devices/end")
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


def test_a_change_of_factors_signs_out_every_other_device(pages) -> None:
    here, there = pages.test_client(), pages.test_client()
    with pages.app_context():
        user = make("adviser")
        app_of(pages, user)
        open_session(there, user)
        open_session(here, user, How.RECOVERY)
    post(here, "/account/recovery-codes")
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


@pytest.mark.parametrize(
    "address", ["/account/other-devices/end", "/account/sign-out-everywhere"]
)
def test_sessions_are_ended_after_a_fresh_proof(pages, address) -> None:
    """Who finds a desk with an open page does not sign its user out elsewhere."""
    here, there = pages.test_client(), pages.test_client()
    with pages.app_context():
        user = make("adviser")
        secret = app_of(pages, user)
        open_session(there, user)
        open_session(here, user)
    for minutes in (14, 28):
        pages.config["NOW"] = NOW + timedelta(minutes=minutes)
        assert there.get("/account").status_code == 200
        assert here.get("/account").status_code == 200
    page = post(here, address)
    assert "Confirm that it is you" in text(page)
    assert there.get("/account").status_code == 200
    proof = {"proof": "yes", "proof_code": code_of(secret, pages.config["NOW"])}
    here.post(address, data={"csrf_token": token(text(page)), **proof})
    assert there.get("/account").status_code == 302


def test_a_copied_cookie_opens_nothing_after_signing_out(pages, signed_in) -> None:
    """The session ends on the server, not only in the browser that forgets it."""
    mine, thief = signed_in("adviser"), pages.test_client()
    with mine.session_transaction() as cookie, thief.session_transaction() as copied:
        copied.update(cookie)
    assert thief.get("/account").status_code == 200
    post(mine, "/sign-out")
    assert thief.get("/account").status_code == 302
