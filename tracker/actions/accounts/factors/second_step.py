"""The second step of signing in: a code of an app, by email, or to recover."""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import attempts, tokens
from tracker.actions.accounts.attempts import Waiting
from tracker.actions.accounts.factors import authenticator_app, held, recovery
from tracker.actions.accounts.factors.held import Held
from tracker.actions.accounts.own_acts import note
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
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


class Wrong(Refusal):
    """A wrong code. ``warns``: so many in a row that the user is to hear of it."""

    def __init__(self, sentence: str, warns: bool) -> None:
        super().__init__(sentence, "code")
        self.warns = warns


@dataclass(frozen=True, slots=True)
class Step:
    """A second step that may be shown. ``user`` is None where nothing may be shown of
    them: where the password was wrong, and wherever that would be seen.
    """

    user: User | None
    held: Held | None
    hides: bool


def begin(user: User | None, *, account: str, hides: bool, at: datetime) -> str:
    """Begins the second step, inside a transaction; returns the browser's secret.

    ``account`` is the digest by which attempts for it are counted.
    """
    store.accounts.factors.begun_sign_ins.forget(at - LASTS)
    secret = tokens.new()
    db.session.add(
        BegunSignIn(
            digest=tokens.digest(secret),
            account=account,
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
        account = attempts.in_session(user, at=at).account
        return begin(user, account=account, hides=False, at=at)


def is_of(secret: str, user: User, *, at: datetime) -> bool:
    """Whether a second step of this user is open under this secret."""
    step = of(secret, at=at)
    return step is not None and step.user is not None and step.user.id == user.id


def of(secret: str, *, at: datetime) -> Step | None:
    """The second step of a browser; None if it has ended."""
    found = store.accounts.factors.begun_sign_ins.get(tokens.digest(secret))
    if found is None or not _stands(found, at):
        return None
    user = None if found.hides else _user_of(found)
    if user is None:
        return Step(None, None, hides=True)
    return Step(user, held.of(user), hides=False)


def prove(
    secret: str,
    code: str,
    *,
    place: str,
    at: datetime,
    keys: Keys,
    authority: str = "",
    takes_recovery: bool = True,
) -> tuple[User, How]:
    """The user whose code it is, and how they have signed in. Raises Wrong or Over.

    Each code works once. Wrong ones are counted for the account as well, because a new
    sign-in may be begun for each. After a wrong password all the same is done, so that
    no time shows that it was wrong; ``authority`` is then whose audit notes it.
    """
    with store.database.base.transaction():
        begun = _locked(secret)
        if begun is None or not _stands(begun, at):
            raise Over
        user, code = _user_of(begun), code.strip()
        made = attempts.second(
            begun.account, user, place=place, at=at, authority=authority
        )
        found = attempts.waiting(made, Kind.CODE)
        # A recovery code is too long to be guessed, so nothing slows it down.
        if recovery.looks_like(code):
            found = replace(found, until=None)
            is_right = takes_recovery and recovery.use(user, code, at=at)
            how = How.RECOVERY if is_right else None
        else:
            how = _how(user, begun, "".join(code.split()), secret, found, keys, at)
        if how is not None and user is not None:
            begun.ended_at = at
            attempts.succeeded(made)
            return user, how
        begun.failures += 1
        warns = attempts.wrong_code(
            made, found, user, account=begun.account, hides=begun.hides
        )
        until = None if begun.hides else found.until
    raise Wrong(_too_many(until, at) if until is not None else NOT_RIGHT, warns)


def _locked(secret: str) -> BegunSignIn | None:
    """The begun sign-in, locked after all other attempts for its account."""
    digest = tokens.digest(secret)
    found = store.accounts.factors.begun_sign_ins.get(digest)
    if found is None:
        return None
    attempts.wait_for_others(found.account)
    return store.accounts.factors.begun_sign_ins.lock(digest)


def _how(
    user: User | None,
    begun: BegunSignIn,
    code: str,
    secret: str,
    found: Waiting,
    keys: Keys,
    at: datetime,
) -> How | None:
    """How figures prove the user; None for wrong ones, and while codes are slowed."""
    judged = code if found.until is None else ""
    if authenticator_app.is_right(user, judged, keys=keys, at=at):
        return How.APP
    if _is_mailed(begun, judged, secret, at):
        return How.EMAIL
    return None


def _too_many(until: datetime, at: datetime) -> str:
    return (
        "Too many wrong codes have been entered. Try again in "
        f"{attempts.in_minutes(until, at)}, or use a recovery code or a passkey."
    )


def user_to_warn(secret: str, *, at: datetime) -> User | None:
    """The user whose password another person has entered, noted in the audit; None
    where the password was wrong.
    """
    with store.database.base.transaction():
        begun = store.accounts.factors.begun_sign_ins.get(tokens.digest(secret))
        user = None if begun is None else _user_of(begun)
        if user is not None:
            note(user, Action.PASSWORD_WARNED, at=at, codes=attempts.WARNS_AFTER)
    return user


def may_mail(secret: str, *, at: datetime) -> bool:
    """Counts a request for a code by email; whether one may be sent, if its user has
    codes by email. A browser gets few of them.
    """
    with store.database.base.transaction():
        begun = store.accounts.factors.begun_sign_ins.lock(tokens.digest(secret))
        if begun is None or not _stands(begun, at) or begun.codes >= CODES_SENT:
            return False
        begun.codes += 1
    return True


def code_to_mail(secret: str, *, at: datetime) -> tuple[User, str] | None:
    """A new code, and the user who gets it; None if none may be sent.

    Only users of schools and colleges without a better second step have codes by
    email. It ends the code before.
    """
    with store.database.base.transaction():
        begun = store.accounts.factors.begun_sign_ins.lock(tokens.digest(secret))
        if begun is None or not _stands(begun, at):
            return None
        user = _user_of(begun)
        if user is None or not held.takes_mailed_codes(user, held.of(user), True):
            return None
        code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
        begun.code, begun.code_at = _digest(code, secret), at
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
    """The user; looked up where there is none as well, which takes as long."""
    user = store.accounts.users.of_number(begun.user_id or authenticator_app.NO_ONE)
    return user if user is not None and user.is_active else None
