"""How long a session has, and staying by one click."""

from datetime import timedelta

from tests.web.conftest import NOW, token
from tests.web.kept_forms.conftest import text


def test_a_page_says_how_long_the_session_has_left(pages, signed_in) -> None:
    client = signed_in("auditor")
    assert 'data-left="900"' in text(client.get("/account"))
    assert pages.test_client().get("/session/left").json == {"left": 0}
    assert "session-end" not in text(pages.test_client().get("/sign-in"))


def test_asking_is_no_visit_and_staying_is_one(pages, signed_in) -> None:
    client = signed_in("auditor")
    page = text(client.get("/account"))
    pages.config["NOW"] = NOW + timedelta(minutes=13)
    for _ in range(2):
        assert client.get("/session/left").json == {"left": 120}
    answer = client.post("/session/stay", headers={"X-CSRFToken": token(page)})
    assert answer.json == {"left": 900}
    pages.config["NOW"] = NOW + timedelta(minutes=28)
    assert client.get("/session/left").json == {"left": 0}
    pages.config["NOW"] = NOW + timedelta(minutes=29)
    assert client.get("/session/left").json == {"left": 0}
    assert client.get("/account").status_code == 302


def test_staying_needs_the_pages_token(signed_in) -> None:
    client = signed_in("auditor")
    client.get("/account")
    assert client.post("/session/stay").status_code == 400


def test_no_user_stays_longer_than_twelve_hours(pages, signed_in) -> None:
    from tracker import store
    from tracker.extensions import db
    from tracker.store.accounts.sessions import SignedIn

    client = signed_in("auditor")
    page = text(client.get("/account"))
    with pages.app_context(), store.database.base.transaction():
        began = NOW - timedelta(hours=11, minutes=59)
        db.session.execute(db.update(SignedIn).values(began_at=began))
    answer = client.post("/session/stay", headers={"X-CSRFToken": token(page)})
    assert answer.json == {"left": 60}
