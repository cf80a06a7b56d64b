"""The second step of signing in, and the ways in which others try to pass it."""

from datetime import timedelta

import pytest

from tests.web.conftest import NOW, PASSWORD, enter_password, make, open_session, token
from tests.web.factors.apps import app_of, code_of, enter_code, post, text
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.accounts.sessions import How, SignedIn

EMAIL = "adviser@example.org"


@pytest.fixture
def secret(pages) -> str:
    """The secret of an adviser's authenticator app."""
    with pages.app_context():
        return app_of(pages, make("adviser"))


@pytest.fixture
def codes(pages, secret) -> list[str]:
    """The recovery codes of that adviser."""
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        return actions.accounts.factors.recovery.renew(user, at=NOW)


def test_an_app_code_signs_in_after_the_password(pages, secret) -> None:
    client = pages.test_client()
    assert enter_password(client, EMAIL).location == "/sign-in/second-step"
    assert client.get("/my-day").location.startswith("/sign-in?")
    assert enter_code(client, code_of(secret)).location == "/my-day"
    assert client.get("/my-day").status_code == 200
    with pages.app_context():
        assert {each.how for each in db.session.query(SignedIn)} == {How.APP}


def test_the_second_step_is_nowhere_without_the_first(pages, secret) -> None:
    client = pages.test_client()
    assert client.get("/sign-in/second-step").location == "/sign-in"
    page = text(client.get("/sign-in"))
    answer = client.post(
        "/sign-in/second-step",
        data={"code": code_of(secret), "csrf_token": token(page)},
    )
    assert answer.location == "/sign-in"
    assert client.get("/account").status_code == 302


def test_the_code_of_another_user_is_wrong(pages, secret) -> None:
    with pages.app_context():
        others = app_of(pages, make("manager"))
    client = pages.test_client()
    enter_password(client, EMAIL)
    assert "not right" in text(enter_code(client, code_of(others)))
    assert client.get("/account").status_code == 302


def test_a_begun_sign_in_belongs_to_its_browser(pages, secret) -> None:
    """What another browser knows of a begun sign-in is not its secret."""
    mine, other = pages.test_client(), pages.test_client()
    enter_password(mine, EMAIL)
    other.get("/sign-in")
    with pages.app_context():
        (begun,) = db.session.query(store.accounts.factors.begun_sign_ins.BegunSignIn)
        stored = begun.digest
    with other.session_transaction() as cookie:
        cookie["second step"] = stored
    assert other.get("/sign-in/second-step").location == "/sign-in"


def test_a_code_works_once(pages, secret) -> None:
    first, second = pages.test_client(), pages.test_client()
    enter_password(first, EMAIL)
    enter_password(second, EMAIL)
    code = code_of(secret)
    assert enter_code(first, code).status_code == 302
    assert "not right" in text(enter_code(second, code))
    with pages.app_context():
        assert db.session.query(SignedIn).count() == 1


def test_one_code_at_one_moment_lets_one_browser_in(pages, secret, at_once) -> None:
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        begun = [
            actions.accounts.factors.second_step.begin_for(user, at=NOW)
            for _ in range(4)
        ]
    keys = pages.config["TRACKER"].keys
    came = at_once(
        *[
            lambda each=each: actions.accounts.factors.second_step.prove(
                each, code_of(secret), place="here", at=NOW, keys=keys
            )[1]
            for each in begun
        ]
    )
    assert came.count(How.APP) == 1, came


@pytest.mark.parametrize(
    ("seconds", "is_right"),
    [(-60, False), (-30, True), (0, True), (30, True), (60, False)],
)
def test_a_clock_may_be_half_a_minute_wrong(pages, secret, seconds, is_right) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    answer = enter_code(client, code_of(secret, NOW + timedelta(seconds=seconds)))
    assert (answer.status_code == 302) is is_right


def test_a_clock_put_back_makes_no_old_code_new(pages, secret) -> None:
    later = pages.test_client()
    pages.config["NOW"] = NOW + timedelta(minutes=5)
    enter_password(later, EMAIL)
    enter_code(later, code_of(secret, pages.config["NOW"]))
    pages.config["NOW"] = NOW
    again = pages.test_client()
    enter_password(again, EMAIL)
    assert "not right" in text(enter_code(again, code_of(secret)))


@pytest.mark.parametrize(
    "code", ["", "000000", "١٢٣٤٥٦", "1 2 3", "x" * 5000, "\0", "' OR 1=1 --"]
)
def test_nothing_else_passes_for_a_code(pages, secret, code) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    assert enter_code(client, code).status_code == 200
    assert client.get("/account").status_code == 302


def test_a_code_may_be_typed_with_spaces(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    code = code_of(secret)
    assert enter_code(client, f" {code[:3]} {code[3:]}").status_code == 302


def test_five_wrong_codes_end_the_sign_in(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    for _ in range(4):
        assert enter_code(client, "000000").status_code == 200
    assert enter_code(client, "000000").location == "/sign-in"
    assert client.get("/sign-in/second-step").location == "/sign-in"


def test_six_figures_cannot_be_tried_out(pages, secret) -> None:
    """With the password, and a new sign-in for every five codes, for an hour."""
    keys, judged = pages.config["TRACKER"].keys, 0
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        for second in range(0, 3600, 10):
            at = NOW + timedelta(seconds=second)
            begun = actions.accounts.factors.second_step.begin_for(user, at=at)
            with pytest.raises(actions.accounts.factors.second_step.Refusal) as wrong:
                actions.accounts.factors.second_step.prove(
                    begun, "000000", place=str(second), at=at, keys=keys
                )
            judged += "not right" in str(wrong.value)
    assert judged < 20


def test_a_sign_in_waits_ten_minutes_for_its_second_step(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    pages.config["NOW"] = NOW + timedelta(minutes=11)
    answer = client.get("/sign-in/second-step")
    assert answer.location == "/sign-in"
    assert "has ended" in text(client.get("/sign-in"))


def test_a_recovery_code_works_once(pages, secret, codes) -> None:
    assert len(set(codes)) == 10
    client = pages.test_client()
    enter_password(client, EMAIL)
    # As people copy it: without the hyphens, in capitals.
    assert enter_code(client, codes[0].upper().replace("-", " ")).status_code == 302
    assert "9 left" in text(client.get("/account"))
    again = pages.test_client()
    enter_password(again, EMAIL)
    assert "not right" in text(enter_code(again, codes[0]))
    assert enter_code(again, codes[1]).status_code == 302


def test_recovery_codes_are_kept_as_digests_and_renewed(pages, secret, codes) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    enter_code(client, code_of(secret))
    page = post(client, "/account/recovery-codes", "/account/recovery-codes")
    shown = text(page)
    assert shown.count('<code class="tracker-key">') == 10
    assert "no-store" in page.headers["Cache-Control"]
    assert not any(each in shown for each in codes)
    assert "10 recovery codes left" in text(client.get("/account/recovery-codes"))
    with pages.app_context():
        rows = db.session.query(store.accounts.factors.recovery_codes.RecoveryCode)
        assert all(each.digest not in shown for each in rows)
    old = pages.test_client()
    enter_password(old, EMAIL)
    assert "not right" in text(enter_code(old, codes[5]))


def test_a_session_that_was_put_there_before_opens_nothing(pages, secret) -> None:
    """An attacker who plants a cookie before the sign-in does not know the one after.

    Everything in the cookie is new after each step that proves something.
    """
    client = pages.test_client()
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by another"
        before = dict(cookie)
    enter_password(client, EMAIL)
    enter_code(client, code_of(secret))
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before["csrf_token"]
        assert "second step" not in cookie


def test_the_secret_of_an_app_is_encrypted_and_its_row_alone_opens_it(
    pages, secret
) -> None:
    with pages.app_context():
        row = db.session.query(
            store.accounts.factors.authenticator_apps.AuthenticatorApp
        ).one()
        assert secret.encode() not in row.secret
        other = make("manager")
        app_of(pages, other)
        theirs = store.accounts.factors.authenticator_apps.of_user(other.id)
        assert theirs is not None
        # A row copied over another's, by a person who may write to the database.
        with store.database.base.transaction():
            theirs.secret = row.secret
    client = pages.test_client()
    enter_password(client, "manager@example.org")
    assert enter_code(client, code_of(secret)).status_code != 302


def test_after_signing_out_the_back_button_shows_nothing(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    enter_code(client, code_of(secret))
    page = client.get("/account")
    assert page.headers["Cache-Control"] == "no-store"
    client.post("/sign-out", data={"csrf_token": token(text(page))})
    assert client.get("/account").status_code == 302
    assert client.get("/sign-in/second-step").location == "/sign-in"


def test_another_websites_form_proves_nothing(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    for address in ("/sign-in/second-step", "/sign-in/passkey"):
        answer = client.post(address, data={"code": code_of(secret)})
        assert answer.status_code == 400


def test_staff_without_a_second_factor_can_only_set_one_up(pages) -> None:
    with pages.app_context():
        make("adviser")
    client = pages.test_client()
    enter_password(client, EMAIL)
    for address in ("/account", "/my-day", "/people/1", "/account/password"):
        assert client.get(address).location == "/account/second-step"
    shown = text(client.get("/account/second-step"))
    assert "Set up a second step" in shown
    assert "My day" not in shown, "no menu leads elsewhere"
    assert (
        client.post(
            "/account/sign-out-everywhere", data={"csrf_token": token(shown)}
        ).location
        == "/account/second-step"
    )


def test_an_app_is_set_up_from_the_picture_or_the_key(pages) -> None:
    with pages.app_context():
        make("adviser")
    client = pages.test_client()
    enter_password(client, EMAIL)
    begun = post(client, "/account/app", "/account/second-step")
    page = text(client.get(begun.location))
    assert "<svg" in page
    assert "style=" not in page
    key = page.split('class="tracker-key">')[1].split("<")[0].replace(" ", "")
    wrong = post(client, "/account/app/new", "/account/app/new", code="000000")
    assert "not right" in text(wrong)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    done = post(client, "/account/app/new", "/account/app/new", code=code_of(key))
    assert text(done).count('<code class="tracker-key">') == 10
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before, "a session of its own after the proof"
    assert client.get("/my-day").status_code == 200
    assert client.get("/account/app/new").status_code == 302, "the key is shown once"
    with pages.app_context():
        assert actions.accounts.sessions.user_of(before, at=NOW) is None


def test_a_password_session_from_before_ends_when_a_factor_is_set_up(pages) -> None:
    with pages.app_context():
        user = make("adviser")
        elsewhere = pages.test_client()
        open_session(elsewhere, user, How.PASSWORD)
        here = pages.test_client()
        open_session(here, user, How.PASSWORD)
    post(here, "/account/app", "/account/second-step")
    key = text(here.get("/account/app/new")).split('tracker-key">')[1].split("<")[0]
    post(
        here,
        "/account/app/new",
        "/account/app/new",
        code=code_of(key.replace(" ", "")),
    )
    assert elsewhere.get("/account/second-step").location.startswith("/sign-in")


def test_the_last_second_step_of_staff_stays(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    enter_code(client, code_of(secret))
    assert "Remove this authenticator app?" in text(client.get("/account/app/remove"))
    post(client, "/account/app/remove")
    assert "only second step" in text(client.get("/account"))
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        assert actions.accounts.factors.held.of(user).app is not None


def test_the_audit_has_each_step_and_no_secret(pages, secret) -> None:
    client = pages.test_client()
    enter_password(client, EMAIL)
    enter_code(client, "000000")
    enter_code(client, code_of(secret))
    with pages.app_context():
        lines = list(db.session.query(AuditLine).order_by(AuditLine.id))
        assert [line.action for line in lines][-2:] == ["sign-in failed", "signed in"]
        assert lines[-1].detail["how"] == How.APP
        written = "".join(f"{line.by} {line.detail}" for line in lines)
    assert secret not in written
    assert code_of(secret) not in written
    assert PASSWORD not in written
