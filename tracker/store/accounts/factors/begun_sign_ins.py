"""Sign-ins whose password was entered and whose second step is still to come."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import MaybeMoment, Moment


class BegunSignIn(Model):
    """A sign-in between its two steps, in one browser, whose secret it is.

    ``account`` is the digest by which its attempts are counted. ``user_id`` is empty
    where the password was wrong, which must not show yet; ``hides`` is whether the
    first step was not judged by itself. ``code`` is the digest of a code sent by email.
    """

    __tablename__ = "begun_sign_ins"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    hides: Mapped[bool]
    began_at: Mapped[Moment]
    ended_at: Mapped[MaybeMoment]
    failures: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None] = mapped_column(String(64))
    code_at: Mapped[MaybeMoment]
    codes: Mapped[int] = mapped_column(default=0)  # how many were sent


def get(digest: str) -> BegunSignIn | None:
    """The begun sign-in that a browser names."""
    found: BegunSignIn | None = db.session.get(BegunSignIn, digest)
    return found


def lock(digest: str) -> BegunSignIn | None:
    """The same as stored now, locked until the end of the transaction."""
    return db.session.execute(
        base.locked(select(BegunSignIn).where(BegunSignIn.digest == digest))
    ).scalar_one_or_none()


def forget(before: datetime) -> None:
    """Removes the sign-ins that were begun before a moment."""
    db.session.execute(delete(BegunSignIn).where(BegunSignIn.began_at < before))


def end_all(user_id: int) -> None:
    """Ends every begun sign-in of a user, whose password or factors have changed."""
    db.session.execute(delete(BegunSignIn).where(BegunSignIn.user_id == user_id))
