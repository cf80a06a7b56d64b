"""Passwords set by the pages, by the rules of this council. Everybody is invented."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.acts import act
from tests.web.conftest import NOW, PASSWORD, make, sign_in, token
from tracker import actions


@pytest.fixture
def of_council(pages, monkeypatch):
    """The pages of a council with a name."""
    named = replace(pages.config["TRACKER"], organisation="Northmere Council")
    monkeypatch.setitem(pages.config, "TRACKER", named)
    return pages


def test_the_councils_name_is_in_no_password(of_council, signed_in) -> None:
    browser = signed_in("adviser")
    page = browser.get("/account/password").get_data(as_text=True)
    fields = {"old": PASSWORD, "csrf_token": token(page)}
    answer = browser.post(
        "/account/password", data={**fields, "password": "violet N0rthmere kettle"}
    )
    assert "must not contain “Northmere”" in answer.get_data(as_text=True)
    taken = browser.post(
        "/account/password", data={**fields, "password": "violet drum kettle fern"}
    )
    assert taken.status_code == 302


def test_a_password_is_taken_as_typed_and_an_accent_from_any_keyboard(
    of_council,
) -> None:
    password = "  violet cafe\u0301 kettle  "
    with of_council.app_context():
        made = actions.accounts.users.invite(
            email="sam@example.org",
            name="Sam Example",
            role="adviser",
            institution=None,
            act=act(at=NOW),
        )
    browser = of_council.test_client()
    page = browser.get(f"/invitation/{made.secret}").get_data(as_text=True)
    assert 'type="password"' in page
    browser.post(
        f"/invitation/{made.secret}",
        data={"password": password, "csrf_token": token(page)},
    )
    for typed, works in [
        (password.strip(), False),
        (password.upper(), False),
        ("  violet caf\u00e9 kettle  ", True),
    ]:
        answer = sign_in(of_council.test_client(), "sam@example.org", typed)
        assert (answer.status_code == 302) is works, typed


def test_a_password_never_expires(pages) -> None:
    with pages.app_context():
        make("adviser")
    pages.config["NOW"] = NOW + timedelta(days=3 * 365)
    browser = pages.test_client()
    answer = sign_in(browser, "adviser@example.org")
    assert answer.location == "/my-day"
    assert browser.get("/my-day").status_code == 200
