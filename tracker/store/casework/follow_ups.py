"""Follow-ups: the day of each young person's next contact. The newest one counts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.casework import caseloads
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import person_items, records
from tracker.store.people.records import Person
from tracker.store.work.items import shaped


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
    return base.first(
        select(FollowUp)
        .where(
            FollowUp.person_id.in_(records.under(person)),
            FollowUp.withdrawn_at.is_(None),
        )
        .order_by(FollowUp.id.desc())
    )


def due_of(persons: Collection[int]) -> dict[int, date]:
    """The day of the newest follow-up of each of these people who have one planned."""
    return dict(
        base.stream(
            "SELECT root, due FROM (SELECT DISTINCT ON (r.root) r.root, f.due FROM"
            " (SELECT id, COALESCE(merged_into, id) AS root FROM people"
            "  WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
            " JOIN follow_ups f ON f.person_id = r.id AND f.withdrawn_at IS NULL"
            " ORDER BY r.root, f.id DESC) newest WHERE due IS NOT NULL",
            list(persons),
            list(persons),
        )
    )


def set_by(contacts: Collection[int]) -> Sequence[FollowUp]:
    """The follow-ups that these contacts set and that have not been withdrawn."""
    return base.every(
        select(FollowUp)
        .where(FollowUp.contact_id.in_(contacts), FollowUp.withdrawn_at.is_(None))
        .order_by(FollowUp.id)
    )


def items(*, within: Scope, users: Collection[int] | None = None) -> Any:
    """The planned contacts as work items; who has the young person owns them.

    With ``users`` only those in their caseloads, which are found by their records.
    """
    authorities = base.whole(within)
    # Few records are merged: a join of all people would take most of the time.
    gone = select(Person.id, Person.merged_into).where(Person.merged_into.is_not(None))
    merged = gone.subquery()
    root = func.coalesce(merged.c.merged_into, FollowUp.person_id)
    newest = (
        select(root.label("root"), func.max(FollowUp.id).label("id"))
        .outerjoin(merged, merged.c.id == FollowUp.person_id)
        .where(FollowUp.authority.in_(authorities), FollowUp.withdrawn_at.is_(None))
        .group_by(root)
    )
    if users is not None:
        newest = newest.where(FollowUp.person_id.in_(caseloads.records_of(users)))
    last = newest.subquery()
    adviser = caseloads.owners(within=within)
    return (
        select(
            *shaped(
                id=last.c.root,
                person_id=last.c.root,
                why=func.coalesce(func.nullif(FollowUp.what, ""), "Next contact"),
                owner_id=adviser.c.user_id,
                due=FollowUp.due,
                since=FollowUp.set_at,
            )
        )
        .select_from(last)
        .join(FollowUp, FollowUp.id == last.c.id)
        .outerjoin(adviser, adviser.c.root == last.c.root)
        .where(FollowUp.due.is_not(None), ~person_items.is_unlisted(last.c.root))
    )


def restore(contact_id: int) -> None:
    """Lets the follow-up that a contact set count again; a newer one still wins."""
    base.execute(
        "UPDATE follow_ups SET withdrawn_at = NULL WHERE contact_id = :contact",
        {"contact": contact_id},
    )


def withdraw(contact_id: int, at: datetime) -> None:
    """Withdraws the follow-up that a contact set; the one before it counts again."""
    base.execute(
        "UPDATE follow_ups SET withdrawn_at = :at WHERE contact_id = :contact",
        {"at": at, "contact": contact_id},
    )
