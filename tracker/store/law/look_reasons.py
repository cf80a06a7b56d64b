"""Reasons that users gave for looking at a record, one a user, a person and a day."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: The words of the user, which may name people.
WORDS = SealedColumn("look_reasons", "words")


class LookReason(Model):
    """A reason, by its name in the short list; ``words`` where it is another one."""

    __tablename__ = "look_reasons"
    __table_args__ = (UniqueConstraint("authority", "given_by", "person_id", "on_day"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    given_by: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    on_day: Mapped[date]
    reason: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    given_at: Mapped[Moment]


def given(person: int, by: str, on: date, *, authority: str) -> str | None:
    """The name of the reason that a user gave for a person on a day, or None."""
    # By the driver, because every page of one record waits for this.
    found = base.repeated(
        "SELECT reason FROM look_reasons WHERE authority = %s AND given_by = %s"
        " AND person_id = %s AND on_day = %s",
        *(authority, by, person, on),
    )
    return found[0][0] if found else None


def add(reason: LookReason, words: str) -> None:
    """Adds a reason in the open transaction, its words encrypted."""
    base.insert(reason)
    if words:
        keys = installation.keys()
        reason.words = WORDS.encrypt(keys, words.encode(), row=reason.id)
        db.session.flush()
