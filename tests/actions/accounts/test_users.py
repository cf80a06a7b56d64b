"""Accounts: who may have one, rules for passwords, and a limit on guessing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.acts import act
from tracker import actions, store
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.failures import Kind
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PASSWORD = "seven quiet lanterns drift"


def invite(email: str = "sam@example.org", role: str = "adviser", **more):
    given = {
        "name": "Sam  Example",
        "institution": None,
        "act": act("the tests", NOW),
        **more,
    }
    return actions.accounts.users.invite(email=email, role=role, **given)


def taken_up(**more) -> User:
    return actions.accounts.passwords.set_password(
        invite(**more).secret, PASSWORD, at=NOW
    )


def sign_in(password: str = PASSWORD, at: datetime = NOW, place: str = "10.0.0.1"):
    user = actions.accounts.signing_in.sign_in(
        "Sam@Example.org", password, place=place, at=at
    ).user
    assert user is not None
    with store.database.base.transaction():
        return user, actions.accounts.sessions.begin(user, how=How.APP, at=at)


def test_an_account_begins_with_an_invitation(inside) -> None:
    user = taken_up()
    assert user.name == "Sam Example"
    assert user.password is not None
    assert user.password.startswith("$argon2id$")
    signed_in, token = sign_in()
    assert signed_in.id == user.id
    assert actions.accounts.sessions.user_of(token, at=NOW) is user


def test_one_address_has_one_account_however_it_is_typed(inside) -> None:
    invite()
    with pytest.raises(Refusal, match="There is already an account"):
        invite(email="SAM@example.org")


@pytest.mark.parametrize(
    ("role", "institution", "says"),
    [
        ("school-user", None, "Select the school or college"),
        ("manager", "urn:106500", "Only a school or college user"),
    ],
)
def test_only_a_user_of_an_institution_has_one(inside, role, institution, says) -> None:
    with pytest.raises(Refusal, match=says):
        invite(role=role, institution=institution)


def test_the_database_holds_to_the_institution_too(inside) -> None:
    db.session.add(
        User(
            authority="359",
            email="x@example.org",
            name="X",
            role="school-user",
            institution=None,
            invited_at=NOW,
        )
    )
    with pytest.raises(IntegrityError, match="ck_users_institution"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "12 characters or more"),
        ("password1234", "stolen"),
        ("qwertyuiop12", "stolen"),
        ("sam@example.org", "must not contain “Sam"),
        ("abcdefabcdef2026", "easy to guess"),
        ("aaaaaaaaaaaaaaaa", "stolen"),
        ("x" * 1001, "1,000 characters or fewer"),
        (PASSWORD, None),
        ("Tür-Öffner-Übermorgen-9", None),
    ],
)
def test_a_weak_password_is_refused(inside, password, says) -> None:
    secret = invite().secret
    if says is None:
        assert actions.accounts.passwords.set_password(
            secret, password, at=NOW
        ).is_active
    else:
        with pytest.raises(Refusal, match=says):
            actions.accounts.passwords.set_password(secret, password, at=NOW)
        assert actions.accounts.links.user_of(secret, at=NOW) is not None, (
            "it may be tried again"
        )


@pytest.mark.parametrize(
    ("later", "works"), [(timedelta(days=2), True), (timedelta(days=4), False)]
)
def test_a_link_lasts_three_days(inside, later, works) -> None:
    secret = invite().secret
    assert (actions.accounts.links.user_of(secret, at=NOW + later) is not None) is works


def test_a_new_link_ends_the_older_one(inside) -> None:
    first = invite()
    second = actions.accounts.users.invite_again(
        first.user, act=act(by="the tests", at=NOW)
    )
    assert actions.accounts.links.user_of(first.secret, at=NOW) is None
    assert actions.accounts.links.user_of(second.secret, at=NOW) is not None


def test_signing_in_forgets_the_failures_before(inside) -> None:
    taken_up()
    for _ in range(actions.accounts.attempts.FREE_OF_ACCOUNT - 1):
        with pytest.raises(Refusal):
            sign_in("wrong")
    sign_in()
    who = actions.accounts.tokens.digest("sam@example.org")
    since = NOW - timedelta(hours=1)
    left = store.accounts.failures.recent(Kind.PASSWORD, since=since, email=who)
    assert left == (0, None)


def test_failures_are_stored_without_an_address(inside) -> None:
    with pytest.raises(Refusal):
        sign_in()
    (failed,) = db.session.scalars(db.select(store.accounts.failures.Failure))
    assert "sam" not in failed.email
    assert "10.0" not in failed.place


def test_a_closed_account_is_signed_out_at_once(inside) -> None:
    user = taken_up()
    _, token = sign_in()
    actions.accounts.users.close(user, act=act(by="the tests", at=NOW))
    assert actions.accounts.sessions.user_of(token, at=NOW) is None
    with pytest.raises(Refusal, match="Check your email address"):
        sign_in()
    actions.accounts.users.reopen(user, act=act(by="the tests", at=NOW))
    assert actions.accounts.sessions.user_of(token, at=NOW) is None
    assert sign_in()[0].id == user.id


def test_another_role_signs_out(inside) -> None:
    user = taken_up()
    _, token = sign_in()
    actions.accounts.users.change(
        user,
        name="Sam Example",
        role="manager",
        institution=None,
        act=act(by="x", at=NOW),
    )
    assert actions.accounts.sessions.user_of(token, at=NOW) is None


def test_each_action_is_in_the_audit_without_a_password(inside) -> None:
    from tracker.store.accounts.audit import AuditLine

    user = taken_up()
    _, token = sign_in()
    actions.accounts.sessions.end(token, at=NOW)
    actions.accounts.sessions.end_everywhere(user, act=act(by="x", at=NOW))
    lines = list(db.session.scalars(db.select(AuditLine).order_by(AuditLine.id)))
    assert [line.action for line in lines] == [
        *("user invited", "password set", "signed in", "signed out"),
        "signed out everywhere",
    ]
    assert all(PASSWORD not in repr(line.detail) for line in lines)


def test_one_link_sets_one_password_however_many_open_it(inside, at_once) -> None:
    secret = invite().secret
    passwords = [f"{PASSWORD} {number}" for number in range(4)]

    def take_up(password: str):
        return lambda: (
            actions.accounts.passwords.set_password(secret, password, at=NOW).email
        )

    came = at_once(*map(take_up, passwords))
    (winner,) = [
        word
        for word, each in zip(passwords, came, strict=True)
        if each == "sam@example.org"
    ]
    assert [str(each) for each in came].count(actions.accounts.links.USED) == 3
    sign_in(winner)


def test_one_address_has_one_account_however_many_invite_it(inside, at_once) -> None:
    came = at_once(*[lambda: invite().user.email] * 4)
    assert came.count("sam@example.org") == 1, came
    assert [str(each) for each in came].count(actions.accounts.users.TAKEN) == 3
