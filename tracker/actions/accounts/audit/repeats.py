"""Refusals that anyone can cause: the audit lists some a minute and counts the others.

No line of the audit may be deleted, so a flood of attempts would fill it, and hide in
it what matters.
"""

from datetime import datetime, timedelta
from typing import Any

from tracker import store
from tracker.actions.accounts import tokens
from tracker.store.accounts.audit import Action

COUNTED_FOR = timedelta(minutes=1)


def note(
    of: str,
    action: Action,
    subject: str,
    *,
    most: int = 1,
    authority: str,
    by: str,
    at: datetime,
    **detail: Any,
) -> None:
    """Adds a line to the audit inside a transaction, or only counts it.

    Beyond ``most`` lines a minute about the same account, network address or provider
    (``of``) it is only counted. The number becomes a line afterwards.
    """
    line = {"authority": authority, "by": by, "subject": subject, "what": action}
    key = tokens.digest(f"{action} {authority} {of}")
    # Its own number alone: two that each take the other's would wait for each other.
    list_counted(at, only=key)
    if store.accounts.failures.count_again(key, at, most, line) <= most:
        store.accounts.audit.write(
            authority=authority, at=at, by=by, action=action, subject=subject, **detail
        )


def list_counted(at: datetime, only: str | None = None) -> None:
    """Adds a line, inside a transaction, for each number whose minute is over.

    ``only`` is the key of the one to look at.
    """
    for each in store.accounts.failures.take_counted(
        at - COUNTED_FOR, at + COUNTED_FOR, only
    ):
        if each.times > each.listed:
            store.accounts.audit.write(
                at=at,
                action=Action.REFUSALS_COUNTED,
                times=each.times - each.listed,
                **each.line,
            )
