"""The first step of signing in: an email address and a password."""

from dataclasses import dataclass
from datetime import datetime

from tracker import store
from tracker.actions.accounts import attempts, factors, passwords
from tracker.actions.accounts.attempts import Judging
from tracker.refusal import Refusal
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User

#: The same words for a wrong address and a wrong password.
WRONG = "Check your email address and password, and try again."


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What follows the first step: either a session of this user may begin, ``how``
    saying what it opens, or the second step follows, whose secret the browser keeps.
    With ``hides`` it does not show whether the password was right.
    """

    user: User | None
    how: How | None = None
    secret: str = ""
    hides: bool = False


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
    """Judges an address and a password. Raises Refusal, and TooMany before it judges.

    ``is_demo``: the users are a demo's, and need no second factor. ``mails_codes``:
    there is a mail server for the codes of users of schools and colleges.
    """
    made = attempts.attempt(email, place=place, at=at, authority=authority)
    judging = attempts.begin(made)
    user = store.accounts.users.by_email(email)
    is_right = passwords.is_password_of(user, password)
    if judging.hides:
        return _hidden(judging, user, is_right)
    if not is_right or user is None:
        with store.database.base.transaction():
            attempts.wrong_password(judging, user)
        raise Refusal(WRONG, "email")
    return _second_step(user, password, judging, is_demo, mails_codes)


def _hidden(judging: Judging, user: User | None, is_right: bool) -> FirstStep:
    """A second step that shows nothing, by its words or its time, of the password."""
    made = judging.made
    with store.database.base.transaction():
        attempts.hidden_password(judging, user, is_right=is_right)
        secret = factors.second_step.begin(
            user if is_right else None, account=made.account, hides=True, at=made.at
        )
    return FirstStep(None, secret=secret, hides=True)


def _second_step(
    user: User, password: str, judging: Judging, is_demo: bool, mails_codes: bool
) -> FirstStep:
    made = judging.made
    held = factors.held.of(user)
    needs_code = held.any or factors.held.takes_mailed_codes(user, held, mails_codes)
    with store.database.base.transaction():
        attempts.right_password(judging)
        if passwords.hasher().check_needs_rehash(user.password):
            user.password = passwords.hashed(password)
        if needs_code:
            secret = factors.second_step.begin(
                user, account=made.account, hides=False, at=made.at
            )
            return FirstStep(user, secret=secret)
        attempts.succeeded(made)
    return FirstStep(user, how=How.DEMO if is_demo else How.PASSWORD)
