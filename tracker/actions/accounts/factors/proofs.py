"""A new proof of who a signed-in user is, before what must not be done by another.

A browser left open, or a cookie that was copied, is a session but no proof.
"""

from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import sessions
from tracker.actions.accounts.own_acts import note
from tracker.store.accounts.audit import Action
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User

LASTS = timedelta(minutes=15)


def is_fresh(user: User, *, at: datetime) -> bool:
    """Whether the user of this session proved a short while ago who they are."""
    return user.session is not None and (
        timedelta(0) <= at - user.session.proved_at <= LASTS
    )


def record(user: User, how: How, *, at: datetime) -> None:
    """Records that the user of this session has just proved who they are.

    The session goes on under a new token (``user.token``): a copy of the one before
    opens nothing from then on.
    """
    with store.database.base.transaction():
        sessions.renew(user, at=at)
        note(user, Action.PROVED_AGAIN, at=at, how=how)
