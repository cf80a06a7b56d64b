"""The second step of signing in: a code of an app, by email, or to recover."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import attempts, tokens
from tracker.actions.accounts.attempts import Attempt
from tracker.actions.accounts.factors import authenticator_app, held, recovery
from tracker.actions.accounts.factors.held import Held
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.factors.begun_sign_ins import BegunSignIn
from tracker.store.accounts.failures import Kind
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User

#: A begun sign-in lasts so long, and takes so many wrong codes.
LASTS, WRONG_CODES = timedelta(minutes=10), 5
CODE_LASTS, FIGURES, CODES_SENT = timedelta(minutes=10), 8, 3
NOT_RIGHT = "That code is not right. Check it and try again."
OVER = "This sign-in has ended. Enter your email address and password again."


class Over(Refusal):
    """The begun sign-in has ended, by time or by too many wrong codes."""

    def __init__(self) -> None:
        super().__init__(OVER)


@dataclass(frozen=True, slots=True)
class Step:
    """A second step that may be shown. ``user`` is None where nothing may be shown of
    them: where the password was wrong, and wherever that would be seen.
    """

    user: User | None
    held: Held | None
    hides: bool


def begin(user: User | None, *, hides: bool, at: datetime) -> str:
    """Begins the second step, inside a transaction; returns the browser's secret."""
    store.accounts.factors.begun_sign_ins.forget(at - LASTS)
    secret = tokens.new()
    db.session.add(
        BegunSignIn(
            digest=tokens.digest(secret),
            user_id=None if user is None else user.id,
            hides=hides,
            began_at=at,
            failures=0,
            codes=0,
        )
    )
    return secret


def begin_for(user: User, *, at: datetime) -> str:
    """The same for a signed-in user who has to prove again who they are."""
    with store.database.base.transaction():
        return begin(user, hides=False, at=at)


def is_of(secret: str, user: User, *, at: datetime) -> bool:
    """Whether a second step of this user is open under this secret."""
    step = of(secret, at=at)
    return step is not None and step.user is not None and step.user.id == user.id


def of(secret: str, *, at: datetime) -> Step | None:
    """The second step of a browser; None if it has ended."""
    found = store.accounts.factors.begun_sign_ins.get(tokens.digest(secret))
    if found is None or not _stands(found, at):
        return None
    user = _user_of(found)
    if found.hides or user is None:
        return Step(None, None, hides=True)
    return Step(user, held.of(user), hides=False)


def prove(
    secret: str,
    code: str,
    *,
    place: str,
    at: datetime,
    keys: Keys,
    takes_recovery: bool = True,
) -> tuple[User, How]:
    """The user whose code it is, and how they have signed in. Raises Refusal.

    Each code works once. Wrong ones are counted for the account as well, because a new
    sign-in may be begun for each.
    """
    wrong: Refusal | None = None
    with store.database.base.transaction():
        begun = store.accounts.factors.begun_sign_ins.lock(tokens.digest(secret))
        if begun is None or not _stands(begun, at):
            raise Over
        user = _user_of(begun)
        how: How | None = None
        if user is not None:
            made = attempts.attempt(
                user.email, place=place, at=at, authority=user.authority
            )
            how, wrong = _how(
                user, begun, code.strip(), secret, made, keys, takes_recovery
            )
        if how is not None and user is not None:
            begun.ended_at = at
            attempts.succeeded(made)
            return user, how
        begun.failures += 1
        wrong = wrong if wrong is not None and not begun.hides else None
    raise wrong or Refusal(NOT_RIGHT, "code")


def _how(
    user: User,
    begun: BegunSignIn,
    code: str,
    secret: str,
    made: Attempt,
    keys: Keys,
    takes_recovery: bool,
) -> tuple[How | None, Refusal | None]:
    """How the code proves the user, or the refusal."""
    # A recovery code is too long to be guessed, so nothing slows it down.
    if recovery.looks_like(code):
        if takes_recovery and recovery.use(user, code, at=made.at):
            return How.RECOVERY, None
    else:
        until = attempts.judged_from(made, Kind.CODE)
        if until is not None:
            return None, Refusal(
                "Too many wrong codes have been entered. Try again in "
                f"{attempts.in_minutes(until, made.at)}, or use a recovery code or a "
                "passkey.",
                "code",
            )
        figures = "".join(code.split())
        if authenticator_app.is_right(user, figures, keys=keys, at=made.at):
            return How.APP, None
        if _is_mailed(begun, figures, secret, made.at):
            return How.EMAIL, None
    attempts.failed(made, Kind.CODE, user)
    return None, None


def code_to_mail(secret: str, *, at: datetime) -> tuple[User, str] | None:
    """A new code, and the user who gets it; None if none may be sent.

    Only users of schools and colleges without a better second step have codes by
    email. It ends the code before, and a browser gets few of them.
    """
    with store.database.base.transaction():
        begun = store.accounts.factors.begun_sign_ins.lock(tokens.digest(secret))
        if begun is None or not _stands(begun, at) or begun.codes >= CODES_SENT:
            return None
        user = _user_of(begun)
        if user is None or not held.takes_mailed_codes(user, held.of(user), True):
            return None
        code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
        begun.code, begun.code_at = _digest(code, secret), at
        begun.codes += 1
    return user, code


def _is_mailed(begun: BegunSignIn, code: str, secret: str, at: datetime) -> bool:
    if begun.code is None or begun.code_at is None or at - begun.code_at > CODE_LASTS:
        return False
    return hmac.compare_digest(begun.code, _digest(code, secret))


def _digest(code: str, secret: str) -> str:
    """Without the browser's secret so short a code cannot be found by trying."""
    return tokens.digest(f"{secret} {code}")


def _stands(begun: BegunSignIn, at: datetime) -> bool:
    return (
        begun.ended_at is None
        and at - begun.began_at <= LASTS
        and begun.failures < WRONG_CODES
    )


def _user_of(begun: BegunSignIn) -> User | None:
    if begun.user_id is None:
        return None
    user: User | None = db.session.get(User, begun.user_id)
    return user if user is not None and user.is_active else None
