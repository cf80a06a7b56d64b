"""A forgotten password: a letter for who has an account, one answer for all."""

import html
import re
import threading
from typing import Any

import pytest
from sqlalchemy import text as sql

from tests.web.conftest import NOW, make, sign_in, token, wait_for_background
from tests.web.test_links import LINK, OTHER_PASSWORD, letters, text
from tracker import actions
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

__all__ = ["letters"]

# The tests' own mail server is on the loopback: a password without TLS is tested.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH while:UserWarning"),
    pytest.mark.filterwarnings("ignore:Session.login_data:DeprecationWarning"),
]


def forgotten(pages: Any, email: str, **more: Any) -> str:
    """The answer to a request for a link, after the letter has been sent."""
    browser = pages.test_client()
    data = {"email": email, "csrf_token": token(text(browser.get("/sign-in", **more)))}
    answer = text(browser.post("/forgotten-password", data=data, **more))
    wait_for_background()
    return re.sub('nonce="[^"]*"|value="[^"]*"', "", answer)


def test_a_forgotten_password_is_replaced_by_a_link_in_a_letter(pages, letters) -> None:
    with pages.app_context():
        make("adviser")
    answer = forgotten(
        pages, "ADVISER@example.org", headers={"Host": "evil.example.com"}
    )
    assert "a link is on its way" in answer
    assert not LINK.search(answer)
    (letter,) = letters.taken
    link = LINK.search(letter.get_content())
    assert letter["To"] == "adviser@example.org"
    # The address of the link is the setting, whatever a request names as its host.
    assert f"https://tracker.example.org{link[0]}" in letter.get_content()
    assert "evil" not in letter.as_string()
    browser = pages.test_client()
    page = text(browser.get(link[0]))
    browser.post(link[0], data={"password": OTHER_PASSWORD, "csrf_token": token(page)})
    assert sign_in(pages.test_client(), "adviser@example.org").status_code == 200
    done = sign_in(pages.test_client(), "adviser@example.org", OTHER_PASSWORD)
    assert done.status_code == 302
    assert pages.test_client().get(link[0]).status_code == 404
    with pages.app_context():
        acts = [each.action for each in db.session.query(AuditLine)]
        stored = db.session.execute(sql("SELECT * FROM tasks")).all()
    assert "password link requested" in acts
    assert stored == []


@pytest.mark.parametrize("of", ["unknown", "closed", "invited", "provider"])
def test_the_answer_is_the_same_without_an_account(pages, letters, of) -> None:
    with pages.app_context():
        make("adviser")
        user = make("manager", email="other@example.org")
        if of == "closed":
            user.closed_at = NOW
        elif of == "invited":
            user.password = None
        elif of == "provider":
            user.password, user.provider = None, "entra"
        db.session.commit()
    known = forgotten(pages, "adviser@example.org")
    letters.taken.clear()
    email = "not-here@example.org" if of == "unknown" else "other@example.org"
    assert forgotten(pages, email) == known
    assert letters.taken == []


def test_the_answer_does_not_wait_for_the_account(pages, letters, monkeypatch) -> None:
    """The lookup and the letter come after the answer: its time says nothing."""
    with pages.app_context():
        make("adviser")
    goes_on = threading.Event()
    real = actions.accounts.forgotten_passwords.link_for

    def waits(email: str, **more: Any) -> Any:
        assert goes_on.wait(30)
        return real(email, **more)

    monkeypatch.setattr(actions.accounts.forgotten_passwords, "link_for", waits)
    browser = pages.test_client()
    data = {"email": "adviser@example.org"}
    data["csrf_token"] = token(text(browser.get("/sign-in")))
    answer = browser.post("/forgotten-password", data=data)
    assert answer.status_code == 200
    assert letters.taken == []
    goes_on.set()
    wait_for_background()
    assert len(letters.taken) == 1


def test_letters_are_limited_by_address_and_by_place(
    pages, letters, monkeypatch
) -> None:
    with pages.app_context():
        make("adviser")
    first = [forgotten(pages, "adviser@example.org") for _ in range(5)]
    assert len(set(first)) == 1
    assert len(letters.taken) == 3
    # A request for a link is no failed attempt to sign in.
    assert sign_in(pages.test_client(), "adviser@example.org").status_code == 302
    monkeypatch.setattr(actions.accounts.forgotten_passwords, "OF_PLACE", 4)
    forgotten(pages, "another@example.org")
    refused = forgotten(pages, "and-another@example.org")
    assert "Too many links have been requested from your network" in refused
    elsewhere = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert "on its way" in forgotten(pages, "and-another@example.org", **elsewhere)


def test_without_a_mail_server_the_page_names_who_can_help(pages) -> None:
    page = text(pages.test_client().get("/forgotten-password"))
    assert "Ask your council's administrator or data team for a link" in (
        html.unescape(page)
    )
    assert "flask" not in page and "command" not in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
