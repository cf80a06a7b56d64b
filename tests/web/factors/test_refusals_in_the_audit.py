"""What guessing leaves in the audit: lines, and numbers that no flood can hide in."""

from datetime import timedelta

import pytest

from tests.web.conftest import (
    NOW,
    enter_password,
    make,
)
from tests.web.factors import passkeys
from tests.web.factors.apps import app_of, enter_code, text
from tests.web.factors.guesses import (
    EMAIL,
    attempts,
    fail,
    lines,
    list_counted,
)
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import Action


@pytest.fixture
def secret(pages) -> str:
    """The secret of an adviser's authenticator app."""
    with pages.app_context():
        return app_of(pages, make("adviser"))


def test_a_minute_of_slowed_attempts_is_one_line_and_a_number(
    pages, secret, signed_in, flask, clock
) -> None:
    auditor = signed_in("auditor")
    fail(pages, attempts.FREE_OF_ACCOUNT + 20)
    assert len(lines(pages, Action.SIGN_IN_FAILED)) == attempts.FREE_OF_ACCOUNT
    assert len(lines(pages, Action.SIGN_IN_SLOWED)) == 1
    # The worker lists the number when it seals the next minute, without an attempt.
    for seconds in (30, 61, 62):
        clock.moment = NOW + timedelta(seconds=seconds)
        flask("audit", "seal")
    (counted,) = lines(pages, Action.REFUSALS_COUNTED)
    assert counted.detail == {"times": 19, "what": Action.SIGN_IN_SLOWED}
    page = text(auditor.get("/happened"))
    assert "made 19 more attempts in that minute (sign-in slowed)" in page
    assert "while attempts were slowed down" in page


def test_a_clock_put_back_holds_no_number_back(pages, secret) -> None:
    fail(pages, attempts.FREE_OF_ACCOUNT + 3)
    list_counted(pages, NOW - timedelta(days=1))
    assert len(lines(pages, Action.REFUSALS_COUNTED)) == 1


def test_numbers_are_not_lost_between_two_at_one_moment(pages, secret, at_once) -> None:
    def note() -> None:
        store.database.shown.show([store.database.shown.SIGN_IN])
        with store.database.base.transaction():
            actions.accounts.audit.repeats.note(
                "here",
                Action.SIGN_IN_SLOWED,
                "no account",
                authority="359",
                by=attempts.NOT_SIGNED_IN,
                at=NOW,
            )

    assert at_once(*[note] * 8) == [None] * 8

    def list_all() -> None:
        store.database.shown.show([store.database.shown.SIGN_IN])
        with store.database.base.transaction():
            actions.accounts.audit.repeats.list_counted(NOW + timedelta(minutes=2))

    assert at_once(*[list_all] * 4) == [None] * 4
    assert len(lines(pages, Action.SIGN_IN_SLOWED)) == 1
    (counted,) = lines(pages, Action.REFUSALS_COUNTED)
    assert counted.detail["times"] == 7


def test_a_code_that_is_not_looked_at_is_a_line_of_the_audit(pages, secret) -> None:
    for _ in range(3):
        client = pages.test_client()
        enter_password(client, EMAIL)
        for _ in range(3):
            answer = enter_code(client, "000000")
    assert "Too many wrong codes" in text(answer)
    failed = lines(pages, Action.SIGN_IN_FAILED)
    assert [each.detail["wrong"] for each in failed] == ["code"] * 5
    (slowed,) = lines(pages, Action.SIGN_IN_SLOWED)
    assert slowed.subject.startswith("user ")


def test_a_refused_passkey_is_a_line_of_the_audit(pages, secret) -> None:
    """A count that went back as well: two devices hold that passkey."""
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        number, device = user.id, passkeys.Device(user, 7)
    assert passkeys.use(pages.test_client(), device, 8).location == "/my-day"
    for _ in range(3):
        copied = passkeys.use(pages.test_client(), device, 8)
        assert copied.location == "/sign-in"
    (line,) = lines(pages, Action.SIGN_IN_FAILED)
    assert (line.subject, line.detail["wrong"]) == (f"user {number}", "passkey")
    assert line.detail["reason"] == "count went back"
    # One that is not known, or another site's, is noted too, and it is not theirs.
    with pages.app_context():
        db.session.execute(db.delete(store.accounts.factors.passkeys.Passkey))
        db.session.commit()
    for _ in range(3):
        passkeys.use(pages.test_client(), device, 9)
    *_, unknown = lines(pages, Action.SIGN_IN_FAILED)
    assert (unknown.subject, unknown.detail["reason"]) == ("no account", "unknown")
    assert len(lines(pages, Action.SIGN_IN_FAILED)) == 2


def test_a_passkey_of_another_address_is_a_line_of_the_audit(pages, secret) -> None:
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        device = passkeys.Device(user, 0)
    answer = passkeys.use(pages.test_client(), device, 0, host="evil.example")
    assert answer.location == "/sign-in"
    (line,) = lines(pages, Action.SIGN_IN_FAILED)
    assert line.detail["reason"] == "not proved"
