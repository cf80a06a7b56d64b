"""The audit lines of what users do to their own accounts."""

from datetime import datetime
from typing import Any

from tracker import store
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User


def subject(user: User) -> str:
    """The words by which the audit names a user."""
    return f"user {user.id}"


def note(user: User, action: Action, *, at: datetime, **detail: Any) -> None:
    """Notes what users do to their own account, before and while they are signed in."""
    store.accounts.audit.write(
        authority=user.authority,
        at=at,
        by=user.email,
        action=action,
        subject=subject(user),
        **detail,
    )
