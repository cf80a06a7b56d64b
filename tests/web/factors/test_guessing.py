"""What guessing shows and costs: by the work of an answer, by many at one moment, by a
flood; and what it cannot keep others from.
"""

import threading
from datetime import timedelta
from typing import Any

import pytest

from tests.web.conftest import (
    NOW,
    PASSWORD,
    enter_password,
    make,
    open_session,
    sign_in,
    token,
    wait_for_background,
)
from tests.web.factors.apps import app_of, code_of, enter_code, post, text
from tests.web.factors.guesses import (
    EMAIL,
    SCHOOL,
    UNKNOWN,
    WRONG,
    attempts,
    fail,
    failures,
    lines,
    list_counted,
)
from tests.web.factors.test_by_mail import NEW_PASSWORD, letters
from tracker import actions, store
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.failures import Failure, Kind
from tracker.store.accounts.sessions import How
from tracker.web.account import background

__all__ = ["letters"]


@pytest.fixture
def secret(pages) -> str:
    """The secret of an adviser's authenticator app."""
    with pages.app_context():
        return app_of(pages, make("adviser"))


# --- The work of an answer -----------------------------------------------------------


def submit(client: Any, address: str, **data: str) -> Any:
    """Sends a form alone, with a token of the page before."""
    page = text(client.get("/sign-in"))
    data["csrf_token"] = token(page)
    return lambda: client.post(address, data=data)


def work_of(queries, client: Any, email: str, password: str) -> dict[str, list[str]]:
    """The statements of each answer to a sign-in that is slowed down."""
    steps = {
        "password": submit(client, "/sign-in", email=email, password=password),
        "page": lambda: client.get("/sign-in/second-step"),
        "code": submit(client, "/sign-in/second-step", code="000000"),
        "another code": submit(client, "/sign-in/second-step", code="000000"),
        "recovery code": submit(client, "/sign-in/second-step", code="abcd-" * 6),
        "letter": submit(client, "/sign-in/code-by-email"),
    }
    found = {}
    for name, step in steps.items():
        with queries() as sent:
            step()
        found[name] = list(sent)
    return found


@pytest.mark.parametrize("of", ["adviser", "school-user"])
def test_while_slowed_right_and_wrong_passwords_do_the_same_work(
    pages, queries, letters, monkeypatch, of
) -> None:
    """Statement by statement: in all answers, whether there is an account or not."""
    monkeypatch.setattr(background, "start", lambda work: None)  # beside the answer
    email = f"{of}@example.org"
    with pages.app_context():
        user = make(of)
        if of == "adviser":
            app_of(pages, user)
    for each in (email, UNKNOWN):
        fail(pages, attempts.FREE_OF_ACCOUNT + 3, each)
    right, wrong, unknown = (
        work_of(queries, pages.test_client(), *given)
        for given in ((email, PASSWORD), (email, WRONG), (UNKNOWN, PASSWORD))
    )
    assert right == wrong == unknown
    assert len(right["code"]) > 5
    assert any("begun_sign_ins" in each for each in right["letter"])


def test_codes_that_are_not_looked_at_do_the_same_work(pages, queries, secret) -> None:
    """After so many that those of the right password wait, and others do not yet."""
    fail(pages, attempts.FREE_OF_ACCOUNT + 3)
    with pages.app_context():
        made = attempts.attempt(EMAIL, place="", at=NOW, authority="359")
        failures(made, Kind.CODE, 8, NOW)
    right, wrong = (
        work_of(queries, pages.test_client(), EMAIL, password)
        for password in (PASSWORD, WRONG)
    )
    assert right == wrong


def test_an_answer_does_not_wait_for_its_letter(pages, letters, monkeypatch) -> None:
    """Nor does the next one on the same connection: the letter is sent beside it."""
    with pages.app_context():
        make("school-user")
    goes_on, did_wait = threading.Event(), threading.Event()
    real = actions.accounts.factors.second_step.code_to_mail

    def waits(*given: Any, **more: Any) -> Any:
        did_wait.set()
        assert goes_on.wait(30)
        return real(*given, **more)

    monkeypatch.undo()
    monkeypatch.setattr(actions.accounts.factors.second_step, "code_to_mail", waits)
    client = pages.test_client()
    with enter_password(client, SCHOOL) as answer:
        assert answer.location == "/sign-in/second-step"
    assert client.get("/sign-in/second-step").status_code == 200
    assert did_wait.wait(30)
    monkeypatch.setattr(actions.accounts.factors.letters, "_send", lambda *a, **b: None)
    goes_on.set()
    wait_for_background()
    with pages.app_context():
        (begun,) = db.session.query(store.accounts.factors.begun_sign_ins.BegunSignIn)
        assert begun.code is not None


# --- Many at one moment --------------------------------------------------------------


def test_of_sixteen_codes_at_one_moment_one_is_judged(pages, secret, at_once) -> None:
    """Each in a sign-in of its own, begun with the right password."""
    step = actions.accounts.factors.second_step
    at, keys = NOW + timedelta(seconds=2), pages.config["TRACKER"].keys
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        made = attempts.attempt(EMAIL, place="", at=NOW, authority="359")
        failures(made, Kind.CODE, attempts.FREE_OF_ACCOUNT, NOW)
        with store.database.base.transaction():
            begun = [
                step.begin(user, account=made.account, hides=False, at=at)
                for _ in range(16)
            ]
    came = at_once(
        *[
            lambda each=each: step.prove(each, "000000", place="", at=at, keys=keys)
            for each in begun
        ]
    )
    assert all(isinstance(each, Refusal) for each in came), came
    sentences = [str(each) for each in came]
    assert sentences.count(step.NOT_RIGHT) == 1, sentences
    assert sum("Too many wrong codes" in each for each in sentences) == 15


def test_of_sixteen_passwords_at_one_moment_few_are_judged(
    pages, secret, at_once
) -> None:
    """By itself, that is: the others only together with the second step."""

    def guess() -> Any:
        store.database.shown.show([store.database.shown.SIGN_IN])
        return actions.accounts.signing_in.sign_in(
            EMAIL, WRONG, place="here", at=NOW, authority="359"
        )

    came = at_once(*[guess] * 16)
    judged = [each for each in came if isinstance(each, Refusal)]
    assert len(judged) == attempts.FREE_OF_ACCOUNT, came
    assert all(each.hides for each in came if each not in judged)


def test_few_passwords_are_compared_at_once_in_a_process(
    pages, secret, at_once, monkeypatch
) -> None:
    """Each takes 64 MB."""
    passwords = actions.accounts.passwords
    now, most, own = [0], [0], threading.Lock()
    seen = threading.Event()

    class Slow:
        def verify(self, hash_: str, password: str) -> bool:
            with own:
                now[0] += 1
                most[0] = max(most[0], now[0])
            seen.wait(0.05)
            with own:
                now[0] -= 1
            return True

        hash = passwords.hasher().hash

    monkeypatch.setattr(passwords, "hasher", Slow)
    at_once(*[lambda: passwords.is_password_of(None, PASSWORD)] * 8)
    assert most == [passwords.AT_ONCE]


# --- A flood -------------------------------------------------------------------------


def test_a_flood_is_refused_before_a_password_is_compared(
    pages, secret, monkeypatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_OF_PLACE", 8)
    fail(pages, 4)
    fail(pages, 4, UNKNOWN)
    before = len(lines(pages))

    def compared(*given: Any) -> bool:
        raise AssertionError("it costs 64 MB")

    with monkeypatch.context() as patch:
        patch.setattr(actions.accounts.passwords, "is_password_of", compared)
        for answer in fail(pages, 5) + fail(pages, 5, "another@example.org"):
            assert answer.status_code == 429
            assert answer.headers["Retry-After"] == "60"
            assert "Wait a minute, and try again" in text(answer)
    (line,) = lines(pages)[before:]
    assert (line.action, line.subject) == (
        Action.SIGN_IN_SLOWED,
        "accounts, from one network address",
    )
    with pages.app_context():
        assert db.session.query(Failure).count() == 8, "nothing more is stored"
    # Another network is not touched, and this one is not after a minute.
    (elsewhere,) = fail(pages, 1, UNKNOWN, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200
    pages.config["NOW"] = NOW + timedelta(seconds=61)
    client = pages.test_client()
    assert enter_password(client, EMAIL).location == "/sign-in/second-step"
    list_counted(pages, pages.config["NOW"])
    (counted,) = lines(pages, Action.REFUSALS_COUNTED)
    assert counted.detail["times"] == 9


def test_right_passwords_of_a_whole_council_are_no_flood(
    pages, secret, monkeypatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_OF_PLACE", 3)
    for _ in range(6):
        answer = enter_password(pages.test_client(), EMAIL)
        assert answer.location == "/sign-in/second-step"


def test_right_passwords_that_are_not_judged_are_part_of_a_flood(
    pages, secret, monkeypatch
) -> None:
    """Who knows a password cannot make comparisons without end."""
    fail(pages, attempts.FREE_OF_ACCOUNT)
    monkeypatch.setattr(attempts, "MOST_OF_PLACE", attempts.FREE_OF_ACCOUNT + 3)
    came = [enter_password(pages.test_client(), EMAIL).status_code for _ in range(5)]
    assert came == [302, 302, 302, 429, 429]


# --- What others cannot keep a user from ---------------------------------------------


def test_a_requested_link_leaves_an_administrators(pages, letters) -> None:
    """Otherwise who knows the address could end each link that resets factors."""
    admin = pages.test_client()
    with pages.app_context():
        open_session(admin, make("administrator"))
        user = make("adviser")
        number = user.id
        app_of(pages, user)
    post(admin, f"/users/{number}/reset-second-step")
    given = letters[-1][1].partition("/invitation/")[2].split()[0]
    requested = []
    for _ in range(2):
        stranger = pages.test_client()
        data = {"email": EMAIL, "csrf_token": token(text(stranger.get("/sign-in")))}
        stranger.post("/forgotten-password", data=data)
        wait_for_background()
        requested.append(letters[-1][1].partition("/invitation/")[2].split()[0])
    here = pages.test_client()
    assert here.get(f"/invitation/{requested[0]}").status_code == 404
    assert here.get(f"/invitation/{requested[1]}").status_code == 200
    address = f"/invitation/{given}"
    assert here.get(address).status_code == 200
    done = post(here, address, address, password=NEW_PASSWORD)
    assert done.location == "/account/second-step"
    assert here.get(f"/invitation/{requested[1]}").status_code == 404


def test_strangers_failures_do_not_slow_a_signed_in_users_change(pages, secret) -> None:
    client = pages.test_client()
    sign_in(client, EMAIL)
    fail(pages, attempts.FREE_OF_ACCOUNT + 10)
    page = "/account/password"
    done = post(client, page, page, old=PASSWORD, password=NEW_PASSWORD)
    assert done.location == "/sign-in"


def test_a_stolen_password_does_not_slow_a_signed_in_users_proof(pages, secret) -> None:
    """Wrong codes after it are of a sign-in, and the proof is of a session."""
    client = pages.test_client()
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        open_session(client, user, How.APP)
        made = attempts.attempt(EMAIL, place="", at=NOW, authority="359")
        failures(made, Kind.CODE, 9, NOW)
        begun = actions.accounts.factors.second_step.begin_for(user, at=NOW)
        _, how = actions.accounts.factors.second_step.prove(
            begun,
            code_of(secret),
            place="",
            at=NOW,
            keys=pages.config["TRACKER"].keys,
        )
    assert how == How.APP


def test_ten_wrong_codes_in_a_row_are_a_letter_to_the_user(
    pages, letters, secret
) -> None:
    at = NOW
    for number in range(12):
        client = pages.test_client()
        at += timedelta(minutes=4)
        pages.config["NOW"] = at
        enter_password(client, EMAIL)
        assert "not right" in text(enter_code(client, "000000")), number
        assert len(letters) == (number >= attempts.WARNS_AFTER - 1), number
    ((to, letter),) = letters
    assert to == EMAIL
    assert "someone may know your password" in letter
    assert "http" not in letter and "/" not in letter
    (line,) = lines(pages, Action.PASSWORD_WARNED)
    assert line.detail["codes"] == attempts.WARNS_AFTER


def test_wrong_codes_after_a_wrong_password_are_no_letter(
    pages, letters, secret
) -> None:
    fail(pages, attempts.FREE_OF_ACCOUNT + 1)
    for number in range(12):
        pages.config["NOW"] = NOW + timedelta(minutes=4 * number)
        client = pages.test_client()
        enter_password(client, EMAIL, WRONG)
        if client.get("/sign-in/second-step").status_code == 200:
            enter_code(client, "000000")
    assert letters == []
