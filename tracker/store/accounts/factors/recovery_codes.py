"""Recovery codes: for a user without their device. Only digests are stored."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import Key, MaybeMoment, Moment


class RecoveryCode(Model):
    """A code that works once."""

    __tablename__ = "recovery_codes"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[Moment]
    used_at: Mapped[MaybeMoment]


def remaining(user_id: int) -> int:
    """The number of codes of a user that have not been used."""
    return base.total(
        RecoveryCode, RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )


def use(user_id: int, digest: str, at: datetime) -> bool:
    """Uses up a code; False if the user has no such code, or has used it."""
    done = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.digest == digest,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    return done.first() is not None


def replace(user_id: int, digests: Iterable[str], at: datetime) -> None:
    """Gives a user these codes in place of all earlier ones."""
    remove_all(user_id)
    db.session.add_all(
        RecoveryCode(user_id=user_id, digest=each, made_at=at) for each in digests
    )


def remove_all(user_id: int) -> None:
    """Removes every code of a user."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
