"""Only the invented users of a served demo may be without a second factor."""

from dataclasses import replace

import pytest

from tests.web.conftest import NOW, enter_password, make
from tests.web.factors.apps import app_of, text
from tracker import store
from tracker.config import DEMO_SECRET

EMAIL = f"adviser@{store.reset.DOMAIN}"


@pytest.fixture
def demo(pages, tmp_path, monkeypatch):
    """A database that a demo began, with its adviser, signed by the demo's key."""
    secret = tmp_path / DEMO_SECRET
    secret.parent.mkdir()
    secret.write_text("the demo's own key")
    was = pages.config["TRACKER"]
    monkeypatch.setitem(pages.config, "TRACKER", replace(was, var=tmp_path))
    monkeypatch.setitem(pages.config, "SECRET_KEY", "the demo's own key")
    with pages.app_context():
        store.reset.empty(at=NOW, authority="359")
        make("adviser", email=EMAIL)
    return pages


def opened(pages, email: str = EMAIL) -> str:
    """Where a password alone leads."""
    client = pages.test_client()
    enter_password(client, email)
    answer = client.get("/account")
    return str(answer.location or answer.status_code)


def test_a_demo_asks_for_none_and_shows_that(demo) -> None:
    assert opened(demo) == "200"
    client = demo.test_client()
    enter_password(client, EMAIL)
    assert "its people are invented" in text(client.get("/account"))


def test_a_demos_user_who_set_one_up_is_asked_for_it(demo) -> None:
    with demo.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        app_of(demo, user)
    assert opened(demo).startswith("/sign-in")


def test_a_real_user_in_a_demo_needs_one_and_so_then_does_everybody(demo) -> None:
    with demo.app_context():
        make("manager", email="real@example.org")
    assert opened(demo, "real@example.org") == "/account/second-step"
    assert opened(demo) == "/account/second-step", "it is a demo no longer"


def test_served_with_another_key_it_is_no_demo(demo, monkeypatch) -> None:
    monkeypatch.setitem(demo.config, "SECRET_KEY", "the council's key")
    assert opened(demo) == "/account/second-step"


def test_an_address_like_a_demos_is_not_enough(pages) -> None:
    with pages.app_context():
        make("adviser", email=EMAIL)
    assert opened(pages) == "/account/second-step"
