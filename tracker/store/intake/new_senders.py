"""Senders that no register has, by the name that was given when their first list came.

Training providers are in no register of schools. A name is asked once, so that a slip
in a number is noticed, and shown ever after where the register has none.

See decision 0119.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database.base import AuthorityCode, Moment


class NewSender(Model):
    """A sender by its key (``domain.reference.institution.key_of``), and who named
    it."""

    __tablename__ = "new_senders"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[Moment]


def names(keys: Collection[str], *, within: Scope) -> dict[str, str]:
    """The names of those of some senders that have been named."""
    if not keys:
        return {}
    found = db.session.scalars(
        select(NewSender).where(
            NewSender.authority.in_(within.authorities), NewSender.sender.in_(keys)
        )
    )
    return {each.sender: each.name for each in found}


def remember(authority: str, sender: str, name: str, *, by: str, at: datetime) -> None:
    """Stores the name of a sender, in the transaction at hand."""
    db.session.merge(
        NewSender(authority=authority, sender=sender, name=name, said_by=by, said_at=at)
    )
    db.session.flush()
