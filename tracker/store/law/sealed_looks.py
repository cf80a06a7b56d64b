"""Openings of what is sealed: who opened it, about which young person, when and why.

An opening holds for one session and one young person, and for a short time.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: The words of the user, which may name people.
WORDS = SealedColumn("sealed_looks", "words")


class SealedLook(Model):
    """One opening; ``reason`` is of the short list, ``words`` where it is another one.

    ``broke_glass``: the role of the user does not see what is sealed, so the guardian
    reviews it. ``session`` is the name of the session, which opens nothing.
    """

    __tablename__ = "sealed_looks"
    __table_args__ = (Index("ix_sealed_looks_opened_at", "authority", "opened_at"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    opened_by: Mapped[str]
    opened_at: Mapped[Moment]
    session: Mapped[str]
    broke_glass: Mapped[bool]
    reason: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def in_words(self) -> str:
        """The words of the user, "" without any. Raises encryption.NotOpened."""
        if self.words is None:
            return ""
        keys = installation.keys()
        return WORDS.decrypt(keys, bytes(self.words), row=self.id).decode()


def add(look: SealedLook, words: str) -> None:
    """Adds an opening in the open transaction, its words encrypted."""
    base.insert(look)
    if words:
        keys = installation.keys()
        look.words = WORDS.encrypt(keys, words.encode(), row=look.id)
        db.session.flush()


def newest(
    person: int, *, by: str, session: str, since: datetime, authority: str
) -> SealedLook | None:
    """A user's newest opening of a person in a session since a moment, or None."""
    return base.first(
        select(SealedLook)
        .filter_by(authority=authority, person_id=person, opened_by=by, session=session)
        .where(SealedLook.opened_at > since)
        .order_by(SealedLook.id.desc())
    )


def broken(
    *, within: Scope, first: datetime, until: datetime
) -> Iterator[tuple[datetime, str, int]]:
    """(moment, user, person) of each opening that the guardian reviews, in order."""
    yield from db.session.execute(
        select(SealedLook.opened_at, SealedLook.opened_by, SealedLook.person_id)
        .where(
            SealedLook.authority.in_(base.whole(within)),
            SealedLook.broke_glass,
            SealedLook.opened_at >= first,
            SealedLook.opened_at <= until,
        )
        .order_by(SealedLook.opened_at, SealedLook.id)
    )


def of_user(person: int, by: str, *, within: Scope) -> list[SealedLook]:
    """Every opening of a young person by a user, the newest first."""
    return list(
        base.every(
            select(SealedLook)
            .where(SealedLook.authority.in_(base.whole(within)))
            .filter_by(person_id=person, opened_by=by)
            .order_by(SealedLook.id.desc())
        )
    )


def words(
    *, people: Collection[int] = (), by: Collection[str] = (), within: Scope
) -> dict[tuple[str, datetime], str]:
    """The words of openings by (user, moment), where the reason was given in words.

    Of these people or by these users. Raises encryption.NotOpened.
    """
    found = base.every(
        select(SealedLook).where(
            SealedLook.authority.in_(base.whole(within)),
            SealedLook.words.is_not(None),
            SealedLook.person_id.in_(people) | SealedLook.opened_by.in_(by),
        )
    )
    return {(each.opened_by, each.opened_at): each.in_words for each in found}
