"""Recovery codes: ten, shown once, each for one sign-in without the usual device."""

import secrets
from datetime import datetime

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.factors import held
from tracker.actions.accounts.factors.authenticator_app import NO_ONE
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User

CODES, GROUPS, LETTERS = 10, 6, 4
#: Without letters and figures that look alike: 31 signs, 118 bits a code.
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def renew(user: User, *, at: datetime) -> list[str]:
    """Ten new codes, to be shown once, in place of all earlier ones."""
    codes = [_new() for _ in range(CODES)]
    with store.database.base.transaction():
        store.accounts.users.lock(user.id)
        store.accounts.factors.recovery_codes.replace(
            user.id, [tokens.digest(_plain(each)) for each in codes], at
        )
        held.changed(user, Action.RECOVERY_CODES_MADE, at=at)
    return codes


def use(user: User | None, code: str, *, at: datetime) -> bool:
    """Uses up a code; False if it is not one of the user's, or there is no user.

    Inside a transaction.
    """
    number = NO_ONE if user is None else user.id
    return store.accounts.factors.recovery_codes.use(
        number, tokens.digest(_plain(code)), at
    )


def looks_like(code: str) -> bool:
    """Whether it is as long as a recovery code, so not one of an app or an email."""
    return len(_plain(code)) == GROUPS * LETTERS


def _new() -> str:
    return "-".join(
        "".join(secrets.choice(_SIGNS) for _ in range(LETTERS)) for _ in range(GROUPS)
    )


def _plain(code: str) -> str:
    """The code without what people add when they copy it."""
    return "".join(each for each in code.lower() if each in _SIGNS)
