"""The first step of signing in: an email address and a password."""

from dataclasses import dataclass
from datetime import datetime

from tracker import store
from tracker.actions.accounts import attempts, factors, passwords
from tracker.actions.accounts.attempts import Attempt
from tracker.refusal import Refusal
from tracker.store.accounts.failures import Kind
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User

#: The same words for a wrong address and a wrong password.
WRONG = "Check your email address and password, and try again."


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What follows the first step: either a session of this user may begin, ``how``
    saying what it opens, or the second step follows, whose secret the browser keeps.
    """

    user: User | None
    how: How | None = None
    secret: str = ""


def sign_in(
    email: str,
    password: str,
    *,
    place: str,
    at: datetime,
    authority: str = "",
    is_demo: bool = False,
    mails_codes: bool = False,
) -> FirstStep:
    """Judges an address and a password. Raises Refusal.

    ``is_demo``: the users are a demo's, and need no second factor. ``mails_codes``:
    there is a mail server for the codes of users of schools and colleges.
    """
    made = attempts.attempt(email, place=place, at=at, authority=authority)
    hides = attempts.judged_from(made, Kind.PASSWORD) is not None
    user = store.accounts.users.by_email(email)
    is_right = passwords.is_password_of(user, password)
    if not is_right or user is None:
        with store.database.base.transaction():
            attempts.failed(made, Kind.PASSWORD, user)
            secret = factors.second_step.begin(None, hides=True, at=at) if hides else ""
        if not hides:
            raise Refusal(WRONG, "email")
        return FirstStep(None, secret=secret)
    return _second_step(user, password, made, hides, is_demo, mails_codes)


def _second_step(
    user: User,
    password: str,
    made: Attempt,
    hides: bool,
    is_demo: bool,
    mails_codes: bool,
) -> FirstStep:
    held = factors.held.of(user)
    needs_code = held.any or factors.held.takes_mailed_codes(user, held, mails_codes)
    with store.database.base.transaction():
        if passwords.hasher().check_needs_rehash(user.password):
            user.password = passwords.hashed(password)
        if hides or needs_code:
            secret = factors.second_step.begin(user, hides=hides, at=made.at)
            return FirstStep(user, secret=secret)
        attempts.succeeded(made)
    return FirstStep(user, how=How.DEMO if is_demo else How.PASSWORD)
