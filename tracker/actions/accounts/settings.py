"""The settings of an authority: read wherever they apply, changed by name."""

from datetime import datetime
from typing import Any

from tracker import domain, store
from tracker.domain.settings import BY_NAME, Chosen
from tracker.store.accounts.audit import Action


def of(authority: str) -> Chosen:
    """The settings in force for an authority."""
    return domain.settings.chosen(store.accounts.settings.chosen(authority))


def change(name: str, value: Any, *, authority: str, by: str, at: datetime) -> bool:
    """Changes a setting; returns whether the new value differs from the old.

    To undo it, set the old value again: the audit has both. Raises NotAllowed.
    """
    setting = BY_NAME[name]
    new = setting.read(value)
    with store.database.base.transaction():
        # Two administrators at once: the audit line has the true value before.
        store.database.base.wait_for(f"settings of {authority}")
        old = getattr(of(authority), name)
        old = list(old) if isinstance(old, tuple) else old
        if new == old:
            return False
        store.accounts.settings.choose(authority, name, new)
        store.accounts.audit.write(
            authority=authority,
            at=at,
            by=by,
            action=Action.SETTING_CHANGED,
            subject=f"setting {name}",
            old=old,
            new=new,
        )
    return True
