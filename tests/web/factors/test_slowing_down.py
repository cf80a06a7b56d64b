"""Failed attempts slow down an attacker, and shut out no user with a second factor."""

from datetime import timedelta

import pytest

from tests.web.conftest import NOW, PASSWORD, enter_password, make
from tests.web.factors.apps import app_of, code_of, enter_code, text
from tests.web.factors.guesses import EMAIL, fail, failures
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.accounts.failures import Kind

FREE = actions.accounts.attempts.FREE_OF_ACCOUNT


@pytest.fixture
def secret(pages) -> str:
    """The secret of an adviser's authenticator app."""
    with pages.app_context():
        return app_of(pages, make("adviser"))


def test_the_right_password_with_its_second_step_gets_in_at_once(pages, secret) -> None:
    fail(pages, 40)
    client = pages.test_client()
    assert enter_password(client, EMAIL).location == "/sign-in/second-step"
    assert enter_code(client, code_of(secret)).location == "/my-day"


def test_between_two_judgements_a_guess_shows_nothing(pages, secret) -> None:
    """Right or wrong, known or unknown: one answer, until the second step is right."""
    fail(pages, FREE + 5)
    fail(pages, FREE + 5, "unknown@example.org")
    answers = []
    for email, password in (
        (EMAIL, PASSWORD),
        (EMAIL, "wrong password entirely"),
        ("unknown@example.org", PASSWORD),
    ):
        client = pages.test_client()
        first = enter_password(client, email, password)
        page = text(client.get("/sign-in/second-step"))
        second = text(enter_code(client, "000000"))
        answers.append(
            (
                first.location,
                page.partition("<main")[2].split("csrf_token")[0],
                "That code is not right" in second,
            )
        )
    assert len(set(answers)) == 1
    assert answers[0][0] == "/sign-in/second-step"
    assert answers[0][2]


def test_the_waits_grow_and_end(pages, secret) -> None:
    with pages.app_context():
        waits = []
        for count in range(1, 20):
            made = actions.accounts.attempts.attempt(
                EMAIL, place="10.0.0.1", at=NOW, authority="359"
            )
            failures(made, Kind.PASSWORD, 1, NOW)
            until = actions.accounts.attempts.waiting(made, Kind.PASSWORD).until
            waits.append(0 if until is None else (until - NOW).total_seconds())
            assert (waits[-1] == 0) is (count < FREE)
    assert waits == sorted(waits)
    assert waits[-1] == 15 * 60
    pages.config["NOW"] = NOW + timedelta(minutes=16)
    answer = enter_password(pages.test_client(), EMAIL, "wrong password entirely")
    assert actions.accounts.signing_in.WRONG in text(answer)


def test_one_address_does_not_shut_out_the_council_behind_it(pages, secret) -> None:
    """Hundreds of failures for other accounts, from the proxy of the whole council."""
    with pages.app_context():
        for number in range(300):
            at = NOW - timedelta(seconds=10 * number)
            made = actions.accounts.attempts.attempt(
                f"x{number}@example.org", place="127.0.0.1", at=at, authority="359"
            )
            failures(made, Kind.PASSWORD, 1, at)
    client = pages.test_client()
    enter_password(client, EMAIL)
    assert enter_code(client, code_of(secret)).location == "/my-day"


def test_who_does_not_know_the_password_cannot_slow_down_the_codes(
    pages, secret
) -> None:
    for _ in range(8):
        client = pages.test_client()
        enter_password(client, EMAIL, "wrong password entirely")
        if client.get("/sign-in/second-step").status_code == 200:
            enter_code(client, "000000")
    with pages.app_context():
        made = actions.accounts.attempts.attempt(
            EMAIL, place="", at=NOW, authority="359"
        )
        found = db.session.query(store.accounts.failures.Failure)
        kinds = {each.kind for each in found.filter_by(email=made.account)}
        assert kinds == {Kind.PASSWORD}
        assert actions.accounts.attempts.waiting(made, Kind.CODE).failures == 0


def test_codes_of_a_stolen_password_are_slowed_down_and_recovery_codes_are_not(
    pages, secret
) -> None:
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        codes = actions.accounts.factors.recovery.renew(user, at=NOW)
    for _ in range(2):
        client = pages.test_client()
        enter_password(client, EMAIL)
        for _ in range(4):
            answer = enter_code(client, "000000")
    assert "Too many wrong codes" in text(answer)
    rescue = pages.test_client()
    enter_password(rescue, EMAIL)
    assert enter_code(rescue, codes[0]).location == "/my-day"


def test_failures_are_lines_of_the_audit_without_an_unknown_address(
    pages, secret, signed_in
) -> None:
    fail(pages, 1)
    fail(pages, 1, "my-secret-password-in-the-wrong-field@example.org")
    auditor = signed_in("auditor")
    page = text(auditor.get("/happened"))
    assert "entered a wrong password" in page
    with pages.app_context():
        lines = [
            line
            for line in db.session.query(AuditLine).order_by(AuditLine.id)
            if line.action == "sign-in failed"
        ]
        assert [line.subject.split()[0] for line in lines] == ["user", "no"]
        written = "".join(f"{x.by}{x.subject}{x.detail}" for x in lines)
        assert "wrong-field" not in written
        assert all(len(line.detail["place"]) == 16 for line in lines)


def test_an_unlocked_account_is_judged_at_once(pages, secret, flask, clock) -> None:
    clock.moment = NOW
    fail(pages, FREE + 3)
    flask("users", "unlock", EMAIL, "--authority", "359")
    answer = enter_password(pages.test_client(), EMAIL, "wrong password entirely")
    assert actions.accounts.signing_in.WRONG in text(answer)
    with pages.app_context():
        lines = db.session.query(AuditLine).filter_by(action="user unlocked").all()
        assert len(lines) == 1
