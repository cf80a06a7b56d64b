"""Follow-ups: the day of each young person's next contact. The newest one counts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import records


class FollowUp(Model):
    """The day of the next contact; without ``due`` no contact is planned.

    It is withdrawn with the contact that set it.
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
    """The newest follow-up of one person, on whichever of their records."""
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
    """Withdraws the follow-up that a contact set; the one before it counts again."""
    db.session.execute(
        text("UPDATE follow_ups SET withdrawn_at = :at WHERE contact_id = :contact"),
        {"at": at, "contact": contact_id},
    )
