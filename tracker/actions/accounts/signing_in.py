"""Signing in with an email address and a password."""

from datetime import datetime

from tracker import store
from tracker.actions.accounts import attempts, passwords, tokens
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.failures import Failure
from tracker.store.accounts.users import User

#: The same words for a wrong address and a wrong password.
WRONG = "Check your email address and password, and try again."


def sign_in(email: str, password: str, *, place: str, at: datetime) -> User:
    """The user whose password it is; their session is not begun yet. Raises Refusal."""
    who, where = tokens.digest(email.strip().lower()), tokens.digest(place)
    since = at - attempts.FAILURES_COUNT_FOR
    attempts.must_wait(who, where, at)
    user = store.accounts.users.by_email(email)
    if not passwords.is_password_of(user, password) or user is None:
        with store.database.base.transaction():
            store.accounts.failures.forget(since)
            db.session.add(Failure(email=who, place=where, at=at))
        raise Refusal(WRONG, "email")
    with store.database.base.transaction():
        store.accounts.failures.forget(since, who)
        if passwords.hasher().check_needs_rehash(user.password):
            user.password = passwords.hashed(password)
    return user
