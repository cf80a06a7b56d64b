"""When somebody is to be contacted next: the newest that was said counts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import records


class FollowUp(Model):
    """A day on which somebody is due again; without ``due`` nothing is to be done.

    It goes with the contact that set it, if that is withdrawn.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (Index("ix_follow_ups_person", "person_id", "id"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id"), index=True
    )
    due: Mapped[date | None]
    what: Mapped[str]
    set_at: Mapped[Moment]
    set_by: Mapped[str]
    withdrawn_at: Mapped[MaybeMoment]


def of(person: int) -> FollowUp | None:
    """What was said last of one person, whichever record it was said of."""
    found: FollowUp | None = db.session.scalar(
        select(FollowUp)
        .where(
            FollowUp.person_id.in_(records.under(person)),
            FollowUp.withdrawn_at.is_(None),
        )
        .order_by(FollowUp.id.desc())
        .limit(1)
    )
    return found


def withdraw(contact_id: int, at: datetime) -> None:
    """Takes back what a contact set, so that what was said before counts again."""
    db.session.execute(
        text("UPDATE follow_ups SET withdrawn_at = :at WHERE contact_id = :contact"),
        {"at": at, "contact": contact_id},
    )
