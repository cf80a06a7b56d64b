"""Passwords: set by a link, changed by their user, and compared."""

import secrets
from datetime import datetime
from functools import cache
from threading import BoundedSemaphore

from tracker import store
from tracker.actions.accounts import attempts, links, password_rules, tokens
from tracker.actions.accounts.factors import held
from tracker.actions.accounts.own_acts import note
from tracker.actions.accounts.password_rules import OF_ANY_COUNCIL, PasswordRules
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User

#: Each needs 64 MB and four lanes: so many at once in a process, and the others wait.
AT_ONCE = 2
_hashing = BoundedSemaphore(AT_ONCE)


def set_password(
    secret: str, password: str, *, rules: PasswordRules = OF_ANY_COUNCIL, at: datetime
) -> User:
    """Sets the password by a one-time link. Raises Refusal.

    The user who made the link is stored with it, because anyone with the link can set
    a password. Second factors stay, unless the link is for a user who lost them all.
    """
    user = links.user_of(secret, at=at)
    if user is None:
        raise Refusal(links.USED)
    password_rules.check(password, user, rules)
    hash_ = hashed(password)
    with store.database.base.transaction():
        # If several people open it at once, the first one sets the password.
        link = store.accounts.links.lock(tokens.digest(secret))
        db.session.refresh(user)
        if link is None or links.user_of(secret, at=at) is None:
            raise Refusal(links.USED)
        if link.resets_factors:
            held.remove_all(user)
            note(user, Action.FACTORS_RESET, at=at, caused_by=link.made_by)
        _set(user, hash_, by=link.made_by or user.email, at=at)
        note(user, Action.PASSWORD_SET, at=at, caused_by=link.made_by)
    return user


def change_password(
    user: User,
    old: str,
    password: str,
    *,
    rules: PasswordRules = OF_ANY_COUNCIL,
    at: datetime,
) -> None:
    """Sets a user's own password, if they know the old one. Raises Refusal.

    Every browser is signed out.
    """
    must_know(user, old, "old", at=at)
    password_rules.check(password, user, rules)
    hash_ = hashed(password)
    with store.database.base.transaction():
        _set(user, hash_, by=user.email, at=at)
        note(user, Action.PASSWORD_CHANGED, at=at)


def hashed(password: str) -> str:
    """The hash that is stored for a password."""
    with _hashing:
        made: str = hasher().hash(password_rules.normal(password))
    return made


def must_know(user: User, password: str, field: str, *, at: datetime) -> None:
    """Checks that a signed-in user knows their password. Raises Refusal.

    Only failures in sessions of this user slow it down.
    """
    judging = attempts.begin(attempts.in_session(user, at=at))
    until = judging.waiting.until
    if until is not None:
        with store.database.base.transaction():
            attempts.refused_password(judging, user)
        raise Refusal(
            "Too many wrong passwords have been entered. Try again in "
            f"{attempts.in_minutes(until, at)}.",
            field,
        )
    is_right = is_password_of(user, password)
    with store.database.base.transaction():
        if is_right:
            attempts.right_password(judging)
        else:
            attempts.wrong_password(judging, user)
    if not is_right:
        raise Refusal("That is not your password now.", field)


def _set(user: User, hash_: str, *, by: str, at: datetime) -> None:
    user.password, user.password_set_at, user.password_set_by = hash_, at, by
    store.accounts.links.end(user.id, at)
    store.accounts.sessions.end_everywhere(user.id, at)
    store.accounts.factors.begun_sign_ins.end_all(user.id)


def is_password_of(user: User | None, password: str) -> bool:
    """Whether it is the user's password. Takes as long if there is no account."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    hash_ = user.password if user is not None and user.is_active else None
    compared_with = hash_ or _hash_of_no_one()
    try:
        with _hashing:
            hasher().verify(compared_with, password_rules.normal(password))
    except (Argon2Error, InvalidHashError):
        return False
    return hash_ is not None


@cache
def hasher():  # type: ignore[no-untyped-def]
    """The way in which passwords are hashed: Argon2id as its library recommends."""
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _hash_of_no_one() -> str:
    """A hash to compare passwords with without an account, so that it takes as long."""
    made: str = hasher().hash(secrets.token_hex())
    return made
