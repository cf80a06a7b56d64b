"""Senders outside the register, by the name given when their first list came.

Training providers are in no register of schools. The name is requested once, so that a
mistyped number is noticed. It is then shown wherever the register has no name.

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
    """A sender outside the register, with its name and the user who gave it.

    ``sender`` is its key (``domain.reference.institution.key_of``).
    """

    __tablename__ = "new_senders"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Moment]


def names(keys: Collection[str], *, within: Scope) -> dict[str, str]:
    """The names of these senders, for those that have been named."""
    if not keys:
        return {}
    found = db.session.scalars(
        select(NewSender).where(
            NewSender.authority.in_(within.authorities), NewSender.sender.in_(keys)
        )
    )
    return {each.sender: each.name for each in found}


def all_names(*, within: Scope) -> dict[str, str]:
    """The name of every such sender, by its key."""
    query = select(NewSender).where(NewSender.authority.in_(within.authorities))
    return {each.sender: each.name for each in db.session.scalars(query)}


def remember(authority: str, sender: str, name: str, *, by: str, at: datetime) -> None:
    """Stores the name of a sender in the current transaction."""
    db.session.merge(
        NewSender(authority=authority, sender=sender, name=name, made_by=by, made_at=at)
    )
    db.session.flush()
