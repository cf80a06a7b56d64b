"""One-time links by which users set their passwords."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import MaybeMoment, Moment


class Link(Model):
    """A one-time link for setting a password. Only the link's digest is stored."""

    __tablename__ = "account_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    until: Mapped[Moment]
    used_at: Mapped[MaybeMoment]
    made_by: Mapped[str | None]
    #: Whether the second factors of the user end when it is used.
    resets_factors: Mapped[bool] = mapped_column(default=False)


def get(digest: str) -> Link | None:
    """The link with that digest, used or not."""
    found: Link | None = db.session.get(Link, digest)
    return found


def lock(digest: str) -> Link | None:
    """The link as stored now, locked until the end of the transaction."""
    return db.session.execute(
        base.locked(select(Link).where(Link.digest == digest))
    ).scalar_one_or_none()


def end(user_id: int, at: datetime) -> None:
    """Ends every unused link of a user."""
    db.session.execute(
        update(Link)
        .where(Link.user_id == user_id, Link.used_at.is_(None))
        .values(used_at=at)
    )


def end_requested(user_id: int, by: str, at: datetime) -> None:
    """Ends the unused links that a user requested; an administrator's stay."""
    db.session.execute(
        update(Link)
        .where(
            Link.user_id == user_id,
            Link.used_at.is_(None),
            Link.made_by == by,
            Link.resets_factors.is_(False),
        )
        .values(used_at=at)
    )
