"""The second factors that a user has, and what follows a change of them."""

from dataclasses import dataclass
from datetime import datetime

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.own_acts import note
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.factors.authenticator_apps import AuthenticatorApp
from tracker.store.accounts.factors.passkeys import Passkey
from tracker.store.accounts.users import User

KEEP_ONE = (
    "This is the only second step of your account. Set up another one before you "
    "remove it."
)


@dataclass(frozen=True, slots=True)
class Held:
    """The second factors of a user: passkeys, a confirmed authenticator app, and how
    many recovery codes are left.
    """

    passkeys: tuple[Passkey, ...]
    app: AuthenticatorApp | None
    recovery: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor; recovery codes alone are none."""
        return bool(self.passkeys) or self.app is not None


def of(user: User) -> Held:
    """The second factors of a user."""
    factors = store.accounts.factors
    app = factors.authenticator_apps.of_user(user.id)
    return Held(
        passkeys=tuple(factors.passkeys.of_user(user.id)),
        app=app if app is not None and app.confirmed_at is not None else None,
        recovery=factors.recovery_codes.remaining(user.id),
    )


def takes_mailed_codes(user: User, held: Held, mails_codes: bool) -> bool:
    """Whether a code by email is the user's second step: for users of schools and
    colleges without a better one, where there is a mail server.
    """
    return mails_codes and user.institution is not None and not held.any


def must_keep_one(user: User, *, may_be_last: bool) -> None:
    """Checks, inside a transaction, that a second factor is left when one is removed.

    Raises Refusal.
    """
    # Two pages at once must not remove the last two.
    store.accounts.users.lock(user.id)
    held = of(user)
    left = len(held.passkeys) + (held.app is not None) - 1
    if left < 1 and not may_be_last:
        raise Refusal(KEEP_ONE)


def changed(user: User, action: Action, *, at: datetime, **detail: object) -> None:
    """Notes a change of the user's factors and ends what was begun before it: every
    other session and sign-in, inside a transaction.
    """
    store.accounts.sessions.end_others(user.id, tokens.digest(user.token), at)
    store.accounts.factors.begun_sign_ins.end_all(user.id)
    note(user, action, at=at, **detail)


def remove_all(user: User) -> None:
    """Removes every second factor of a user, inside a transaction."""
    store.accounts.factors.passkeys.remove_all(user.id)
    store.accounts.factors.authenticator_apps.remove(user.id)
    store.accounts.factors.recovery_codes.remove_all(user.id)
