"""An authenticator app on a telephone: set up, its codes checked, removed.

Codes are those of RFC 6238, as every app makes them: six figures, each half minute.
"""

import hmac
from datetime import datetime

from tracker import store
from tracker.actions.accounts.factors import held
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.factors.authenticator_apps import SECRETS, AuthenticatorApp
from tracker.store.accounts.users import User

#: Seconds for which a code is shown, and how many codes earlier or later are accepted,
#: for a telephone whose clock is not right.
STEP, DRIFT = 30, 1
NOT_RIGHT = "That code is not right. Enter the six figures that the app shows now."
#: The number of no user, and the secret of no app.
NO_ONE, _NO_SECRET = 0, b"NOSECRETOFANYBODYSAPPINTHEWORLD2"
HAS_ONE = "You have an authenticator app already. Remove it before you set up another."


def start(user: User, *, keys: Keys, at: datetime) -> None:
    """Draws a new secret for an app, which counts once a code has confirmed it.

    Raises Refusal if the user has an app.
    """
    import pyotp

    with store.database.base.transaction():
        store.accounts.users.lock(user.id)
        known = store.accounts.factors.authenticator_apps.of_user(user.id)
        if known is not None and known.confirmed_at is not None:
            raise Refusal(HAS_ONE)
        sealed = SECRETS.encrypt(keys, pyotp.random_base32().encode(), row=user.id)
        if known is None:
            known = AuthenticatorApp(user_id=user.id)
            db.session.add(known)
        known.secret, known.started_at = sealed, at


def secret_to_scan(user: User, *, keys: Keys) -> str | None:
    """The secret of an app that is being set up; None if there is none, or once it is
    confirmed: it is never shown again.
    """
    known = store.accounts.factors.authenticator_apps.of_user(user.id)
    if known is None or known.confirmed_at is not None:
        return None
    return _secret(known, keys)


def address_of(secret: str, *, user: User, site: str) -> str:
    """What the picture to scan says: the secret, and the name that the app shows."""
    import pyotp

    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(
        name=user.email, issuer_name=site
    )


def confirm(user: User, code: str, *, keys: Keys, at: datetime) -> None:
    """Takes the app into use, if it shows the right code. Raises Refusal."""
    with store.database.base.transaction():
        known = store.accounts.factors.authenticator_apps.lock(user.id)
        if known is None or known.confirmed_at is not None:
            raise Refusal("Begin again: this app is not being set up.", "code")
        step = _step_of(known, code, keys=keys, at=at)
        if step is None:
            raise Refusal(NOT_RIGHT, "code")
        known.confirmed_at, known.used_at, known.last_step = at, at, step
        held.changed(user, Action.APP_ADDED, at=at)


def is_right(user: User | None, code: str, *, keys: Keys, at: datetime) -> bool:
    """Whether it is a code of the user's app that was not used; uses it up.

    Inside a transaction. Without a user or an app, the same work is done in vain.
    """
    known = store.accounts.factors.authenticator_apps.lock(
        NO_ONE if user is None else user.id
    )
    is_there = known is not None and known.confirmed_at is not None
    if known is None or not is_there:
        sealed = SECRETS.encrypt(keys, _NO_SECRET, row=NO_ONE)
        known = AuthenticatorApp(user_id=NO_ONE, secret=sealed)
    step = _step_of(known, code, keys=keys, at=at)
    if step is None or not is_there:
        return False
    known.used_at, known.last_step = at, step
    return True


def remove(user: User, *, may_be_last: bool, at: datetime) -> bool:
    """Removes the user's app; False without one. Raises Refusal for the last second
    factor, unless ``may_be_last``.
    """
    with store.database.base.transaction():
        known = store.accounts.factors.authenticator_apps.lock(user.id)
        if known is None or known.confirmed_at is None:
            return False
        held.must_keep_one(user, may_be_last=may_be_last)
        db.session.delete(known)
        held.changed(user, Action.APP_REMOVED, at=at)
    return True


def _step_of(
    app: AuthenticatorApp, code: str, *, keys: Keys, at: datetime
) -> int | None:
    """The half minute whose code this is; None for a wrong code, or one used before.

    An earlier code than the last used is refused as well: a clock that was put back
    must not make an old code new.
    """
    import pyotp

    totp = pyotp.TOTP(_secret(app, keys), interval=STEP)
    now = int(at.timestamp()) // STEP
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        right = totp.at(step * STEP)
        if hmac.compare_digest(right.encode(), code.encode()):
            found = step
    if found is not None and app.last_step is not None and found <= app.last_step:
        return None
    return found


def _secret(app: AuthenticatorApp, keys: Keys) -> str:
    return SECRETS.decrypt(keys, app.secret, row=app.user_id).decode()
