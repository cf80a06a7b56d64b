"""The settings of an authority: read by whatever goes by them, changed by name."""

from datetime import datetime
from typing import Any

from tracker.domain import settings as declared
from tracker.domain.settings import BY_NAME, Chosen
from tracker.store import audit, base
from tracker.store import settings as kept


def of(authority: str) -> Chosen:
    """What is in force for an authority."""
    return declared.chosen(kept.chosen(authority))


def change(name: str, value: Any, *, authority: str, by: str, at: datetime) -> bool:
    """Chooses a value; whether it is another than before.

    Setting it back is the way to undo it: the audit has both values. Raises NotAllowed.
    """
    setting = BY_NAME[name]
    new = setting.read(value)
    with base.transaction():
        # Two administrators at once: the line says from what it was really changed.
        base.wait_for(f"settings of {authority}")
        old = getattr(of(authority), name)
        old = list(old) if isinstance(old, tuple) else old
        if new == old:
            return False
        kept.choose(authority, name, new)
        audit.write(
            authority=authority,
            at=at,
            by=by,
            action="setting changed",
            subject=f"setting {name}",
            old=old,
            new=new,
        )
    return True
