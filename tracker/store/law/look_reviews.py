"""Reviews of looks that deserved a second look: what was found, and by which user.

A review is added and never changed; the newest one of an entry counts.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.second_look import Entry
from tracker.extensions import Model, db
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: The words of a reviewer, which may name people.
NOTES = SealedColumn("look_reviews", "note")


class LookReview(Model):
    """One review of an entry of the list, by its kind, user, day and person.

    ``looked_by`` is "" where many users looked, ``person_id`` None for many people.
    """

    __tablename__ = "look_reviews"
    __table_args__ = (Index("ix_look_reviews_day", "authority", "on_day"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    kind: Mapped[str]
    looked_by: Mapped[str]
    on_day: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    finding: Mapped[str]
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    reviewed_by: Mapped[str]
    reviewed_at: Mapped[Moment]

    @property
    def words(self) -> str:
        """The words of the reviewer, "" without any. Raises encryption.NotOpened."""
        if self.note is None:
            return ""
        return NOTES.decrypt(
            installation.keys(), bytes(self.note), row=self.id
        ).decode()


def add(review: LookReview, words: str) -> None:
    """Adds a review in the open transaction, its words encrypted."""
    base.insert(review)
    if words:
        keys = installation.keys()
        review.note = NOTES.encrypt(keys, words.encode(), row=review.id)
        db.session.flush()


def newest(
    first: date, *, within: Scope
) -> dict[tuple[str, str, date, int | None], LookReview]:
    """The newest review of each entry from a day onwards, by what identifies it."""
    every = base.every(
        select(LookReview)
        .where(LookReview.authority.in_(base.whole(within)), LookReview.on_day >= first)
        .order_by(LookReview.id)
    )
    return {
        (each.kind, each.looked_by, each.on_day, each.person_id): each for each in every
    }


def identified_by(entry: Entry) -> tuple[str, str, date, int | None]:
    """What identifies an entry: how many it is about may still grow."""
    return entry.kind, entry.by, entry.on, entry.person
