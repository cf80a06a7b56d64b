"""Sealing the audit each minute, and deleting months that are past their retention."""

from collections.abc import Callable
from datetime import datetime

from tracker import store
from tracker.actions.accounts import settings
from tracker.actions.accounts.audit import heads, repeats
from tracker.actions.accounts.audit.heads import HeadsPlace
from tracker.actions.act import Act
from tracker.keeping import AuditKeys, AuditKeyUnusable
from tracker.store.accounts.audit import Action


def seal(*, keys: AuditKeys, place: HeadsPlace, at: datetime) -> int:
    """Seals every new line and takes the heads outside; returns the number of lines.

    The key is read each time, so that a new one holds from the next minute. Raises
    AuditKeyUnusable.
    """
    store.accounts.audit_months.make(at.date())
    with store.database.base.transaction():
        repeats.list_counted(at)
    lines = store.accounts.audit_seals.seal(at=at, secret=keys.newest())
    heads.send(place)
    return lines


def delete_old_months(
    *, keys: AuditKeys, act: Act, say: Callable[[str], object]
) -> int:
    """Deletes the months of the audit that are past their retention, each with a line.

    The database refuses a month that another authority keeps for longer. Without a key
    all of them stay, because no deletion could be recorded.
    """
    years = settings.of(act.authority).audit_years
    months = store.accounts.audit_months.past_retention(years, act.by_the_clock.on)
    if not months:
        return 0
    try:
        secret = keys.newest()
    except AuditKeyUnusable as unusable:
        say(f"No month of the audit could be deleted. {unusable}")
        return 0
    deleted = 0
    for month in months:
        lines = store.accounts.audit_integrity.audit_deletions.drop(
            month, secret=secret
        )
        if lines is None:
            say(f"The audit of {month:%B %Y} could not be deleted.")
            continue
        deleted += 1
        act.note_alone(
            Action.AUDIT_MONTH_DELETED, "audit", month=f"{month:%Y-%m}", lines=lines
        )
    return deleted
