"""Codes by email for users of schools and colleges, letters about changes, resets."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.web.conftest import (
    NOW,
    PASSWORD,
    enter_password,
    make,
    open_session,
    wait_for_background,
)
from tests.web.factors.apps import app_of, code_of, enter_code, post, text
from tracker import actions, mail, store
from tracker.extensions import db
from tracker.mail import MailServer
from tracker.store.accounts.audit import AuditLine
from tracker.store.accounts.sessions import How, SignedIn
from tracker.web.account import background

SCHOOL = "school-user@example.org"
CODE = re.compile(r"^(\d{8})$", re.MULTILINE)
LINK = re.compile(r"/invitation/([\w-]{20,})")
NEW_PASSWORD = "nine loud harbours sing"


@pytest.fixture
def letters(pages, monkeypatch) -> Iterator[list[tuple[str, str]]]:
    """What would go to the mail server: address and text."""
    sent: list[tuple[str, str]] = []

    def send(server: MailServer, *, to: str, subject: str, text: str) -> None:
        sent.append((to, text))

    monkeypatch.setattr(mail, "send", send)
    do = background.start
    monkeypatch.setattr(
        background, "start", lambda work: (do(work), wait_for_background())
    )
    was = pages.config["TRACKER"]
    server = MailServer("127.0.0.1", 9, "t@example.org", is_tls=False, is_here=True)
    pages.config["TRACKER"] = replace(
        was, mail=server, address="https://tracker.example.org"
    )
    yield sent
    pages.config["TRACKER"] = was


def code_in(letters: list[tuple[str, str]]) -> str:
    found = CODE.search(letters[-1][1])
    assert found is not None
    return found[1]


def begin(pages: Any, email: str = SCHOOL) -> Any:
    client = pages.test_client()
    with enter_password(client, email) as answer:
        assert answer.location == "/sign-in/second-step"
    return client


def test_a_school_user_signs_in_by_an_emailed_code_once(pages, letters) -> None:
    with pages.app_context():
        make("school-user")
    client = begin(pages)
    assert letters[-1][0] == SCHOOL
    code = code_in(letters)
    other = begin(pages)
    assert "not right" in text(enter_code(other, code)), "it is for one browser"
    assert enter_code(client, code).location == "/leavers"
    with pages.app_context():
        assert [each.how for each in db.session.query(SignedIn)] == [How.EMAIL]
        stored = repr(
            [
                each.code
                for each in db.session.query(
                    store.accounts.factors.begun_sign_ins.BegunSignIn
                )
            ]
        )
    assert code not in stored


def test_a_newer_emailed_code_ends_the_older_and_three_are_the_most(
    pages, letters
) -> None:
    with pages.app_context():
        make("school-user")
    client = begin(pages)
    first = code_in(letters)
    for _ in range(5):
        post(client, "/sign-in/code-by-email", "/sign-in/second-step").close()
    assert len(letters) == 3
    assert "not right" in text(enter_code(client, first))
    assert enter_code(client, code_in(letters)).location == "/leavers"


def test_an_emailed_code_ends_after_ten_minutes(pages, letters) -> None:
    with pages.app_context():
        make("school-user")
    client = begin(pages)
    pages.config["NOW"] = NOW + timedelta(minutes=10, seconds=1)
    assert enter_code_anyway(client, code_in(letters)).location == "/sign-in"


def enter_code_anyway(client: Any, code: str) -> Any:
    return post(client, "/sign-in/second-step", "/sign-in", code=code)


def test_staff_and_users_with_an_app_get_no_code_by_email(pages, letters) -> None:
    with pages.app_context():
        make("adviser")
        app_of(pages, make("school-user"))
    client = pages.test_client()
    with enter_password(client, "adviser@example.org"):
        pass
    assert client.get("/my-day").location == "/account/second-step"
    client = begin(pages)
    post(client, "/sign-in/code-by-email", "/sign-in/second-step").close()
    assert letters == []


def test_without_a_mail_server_a_school_user_sets_up_a_factor(pages) -> None:
    with pages.app_context():
        make("school-user")
    client = pages.test_client()
    enter_password(client, SCHOOL)
    assert client.get("/leavers").location == "/account/second-step"


def test_a_hidden_judgement_sends_nothing_that_can_be_seen(pages, letters) -> None:
    """The words are the same whether the password was right or not."""
    with pages.app_context():
        make("school-user")
    for _ in range(12):
        enter_password(pages.test_client(), SCHOOL, "wrong password entirely")
    shown = []
    for password in (PASSWORD, "wrong password entirely"):
        client = pages.test_client()
        with enter_password(client, SCHOOL, password) as answer:
            assert answer.location == "/sign-in/second-step"
        with post(client, "/sign-in/code-by-email", "/sign-in/second-step") as answer:
            assert answer.location == "/sign-in/second-step"
        page = text(client.get("/sign-in/second-step"))
        shown.append(page.partition("<main")[2].split("csrf_token")[0])
    assert shown[0] == shown[1]
    assert len(letters) == 1, "only the right one had a code to send"


def test_each_change_of_factors_is_mailed_to_its_user(pages, letters) -> None:
    client = pages.test_client()
    with pages.app_context():
        user = make("adviser")
        app_of(pages, user)
        open_session(client, user)
    post(client, "/account/recovery-codes")
    assert letters[-1][0] == "adviser@example.org"
    assert "recovery codes were made" in letters[-1][1]


def test_an_administrator_can_only_have_a_link_sent(pages, letters) -> None:
    """The link goes to the user; until they use it, nothing is weaker."""
    admin, mine = pages.test_client(), pages.test_client()
    with pages.app_context():
        open_session(admin, make("administrator"))
        user = make("adviser")
        number, secret = user.id, app_of(pages, user)
        codes = actions.accounts.factors.recovery.renew(user, at=NOW)
    answer = post(admin, f"/users/{number}/reset-second-step")
    shown = text(admin.get(answer.location)) + text(admin.get("/happened"))
    to, letter = letters[-1]
    assert to == "adviser@example.org"
    link = LINK.search(letter)
    assert link is not None
    assert link[1] not in shown
    assert not LINK.search(shown)
    # The old password and app work until then.
    enter_password(mine, "adviser@example.org")
    assert enter_code(mine, code_of(secret)).status_code == 302
    there = pages.test_client()
    address = f"/invitation/{link[1]}"
    done = post(there, address, address, password=NEW_PASSWORD)
    assert done.location == "/account/second-step"
    assert there.get("/my-day").location == "/account/second-step"
    assert mine.get("/my-day").status_code == 302, "signed out everywhere"
    assert "Every second step of your account was removed" in letters[-1][1]
    with pages.app_context():
        user = store.accounts.users.by_email("adviser@example.org")
        assert user is not None
        held = actions.accounts.factors.held.of(user)
        assert (held.any, held.recovery) == (False, 0)
        line = (
            db.session.query(AuditLine).filter_by(action="second factors reset").one()
        )
        assert line.detail["caused_by"] == "administrator@example.org"
        assert len(codes) == 10


def test_a_link_for_a_lost_password_leaves_the_factors(pages, letters) -> None:
    admin = pages.test_client()
    with pages.app_context():
        open_session(admin, make("administrator"))
        user = make("adviser")
        number, secret = user.id, app_of(pages, user)
    post(admin, f"/users/{number}/link")
    link = LINK.search(letters[-1][1])
    assert link is not None
    there = pages.test_client()
    address = f"/invitation/{link[1]}"
    done = post(there, address, address, password=NEW_PASSWORD)
    assert done.location == "/sign-in", "a mailbox alone is not enough"
    enter_password(there, "adviser@example.org", NEW_PASSWORD)
    assert enter_code(there, code_of(secret)).location == "/my-day"


def test_the_command_line_resets_factors_too(pages, flask, clock) -> None:
    clock.moment = NOW
    with pages.app_context():
        secret = app_of(pages, make("adviser"))
    printed = flask(
        "users", "reset-factors", "adviser@example.org", "--authority", "359"
    )
    link = LINK.search(printed.out)
    assert link is not None
    there = pages.test_client()
    pages.config["NOW"] = NOW + timedelta(minutes=1)
    address = f"/invitation/{link[1]}"
    done = post(there, address, address, password=NEW_PASSWORD)
    assert done.location == "/account/second-step"
    old = pages.test_client()
    enter_password(old, "adviser@example.org", NEW_PASSWORD)
    assert old.get("/sign-in/second-step").location == "/sign-in"
    assert code_of(secret)
