"""Forms that users sent after their session had ended, kept for them for a day."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: Where the contents of a form are: its address, its fields, the names of its files.
CONTENTS = SealedColumn("kept_forms", "contents", length=4096)


class KeptForm(Model):
    """A form that is kept. ``contents`` is None once it is saved or discarded.

    ``digest`` identifies the fields under a key of the service, so that the same click
    is recognised: of the fields as they were kept and, once saved, as they were saved.
    ``offered_at`` is when its user was led to it after signing in.
    """

    __tablename__ = "kept_forms"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kept_at: Mapped[Moment]
    digest: Mapped[str] = mapped_column(String(64))
    contents: Mapped[bytes | None] = mapped_column(LargeBinary)
    offered_at: Mapped[MaybeMoment]
    ended_at: Mapped[MaybeMoment]


def of_user(user: User, *, since: datetime) -> Sequence[KeptForm]:
    """The forms kept for a user since a moment and still open, the oldest first."""
    return base.every(
        select(KeptForm)
        .where(*_open_of(user, since))
        .order_by(KeptForm.kept_at, KeptForm.id)
    )


def how_many(user: User, *, since: datetime) -> int:
    """The number of forms kept for a user since a moment and still open."""
    return base.total(KeptForm, *_open_of(user, since))


def _open_of(user: User, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        KeptForm.user_id == user.id,
        KeptForm.ended_at.is_(None),
        KeptForm.kept_at > since,
    )


def get(number: int, user: User, *, since: datetime) -> KeptForm | None:
    """A form kept for this user since a moment and still open; None for any other."""
    found = of_number(number, user)
    is_open = found is not None and found.ended_at is None and found.kept_at > since
    return found if is_open else None


def of_number(number: int, user: User) -> KeptForm | None:
    """A form of this user, open or not; None for any other."""
    return base.first(
        select(KeptForm)
        .where(KeptForm.id == number, KeptForm.user_id == user.id)
        .execution_options(populate_existing=True)
    )


def end(kept: KeptForm, *, at: datetime, digest: str) -> bool:
    """Empties a form in the open transaction. False if it has ended meanwhile.

    Another request that ends the same form waits until this transaction has ended.
    """
    ended = db.session.execute(
        update(KeptForm)
        .where(KeptForm.id == kept.id, KeptForm.ended_at.is_(None))
        .values(ended_at=at, contents=None, digest=digest)
        .returning(KeptForm.id)
        .execution_options(synchronize_session=False)
    )
    return ended.first() is not None


def open_again(kept: KeptForm, *, digest: str, contents: bytes | None) -> None:
    """Gives a form that was not saved after all its contents back."""
    db.session.execute(
        update(KeptForm)
        .where(KeptForm.id == kept.id)
        .values(ended_at=None, contents=contents, digest=digest)
        .execution_options(synchronize_session=False)
    )


def delete_old(authority: str, *, before: datetime) -> int:
    """Deletes what was kept before a moment; returns the number of forms."""
    gone = db.session.execute(
        delete(KeptForm)
        .where(KeptForm.authority == authority, KeptForm.kept_at <= before)
        .returning(KeptForm.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
