"""The settings of an authority: read wherever they apply, changed by name."""

from typing import Any

from tracker import domain, store
from tracker.actions.act import Act
from tracker.domain.settings import BY_NAME, Chosen, NotAllowed
from tracker.store.accounts.audit import Action


def of(authority: str) -> Chosen:
    """The settings in force for an authority."""
    return domain.settings.chosen(store.accounts.settings.chosen(authority))


def change(name: str, value: Any, *, act: Act, signs: bool = False) -> bool:
    """Changes a setting; returns whether the new value differs from the old.

    To undo it, set the old value again; the audit has both values. ``signs``: the user
    may sign what is shared, without which no signed setting is changed. Raises
    NotAllowed.
    """
    setting = BY_NAME[name]
    if setting.signed and not signs:
        raise NotAllowed(f"Only the asset owner signs “{setting.title}”.")
    new = setting.read(value)
    # Two administrators at once: the audit line has the true value before.
    with store.database.base.transaction(f"settings of {act.authority}"):
        old = getattr(of(act.authority), name)
        old = list(old) if isinstance(old, tuple) else old
        if new == old:
            return False
        store.accounts.settings.choose(act.authority, name, new)
        act.note(Action.SETTING_CHANGED, f"setting {name}", old=old, new=new)
    return True
