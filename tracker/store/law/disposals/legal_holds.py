"""Legal holds: nothing about the person is disposed of while one stands (Law D-04)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class LegalHold(Model):
    """A hold on one record, for every record of its person, until it is released.

    ``case_id`` is the case that needs it, None for one by hand.
    """

    __tablename__ = "legal_holds"
    __table_args__ = (
        base.at_and_by("released"),
        Index("ix_legal_holds_person", "person_id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    reason: Mapped[str]
    placed_by: Mapped[str]
    placed_at: Mapped[Moment]
    released_by: Mapped[str | None]
    released_at: Mapped[MaybeMoment]
    released_because: Mapped[str] = mapped_column(default="")


def get(number: int, *, within: Scope) -> LegalHold | None:
    """The hold with that number, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(LegalHold).where(
                LegalHold.id == number,
                LegalHold.authority.in_(base.whole(within)),
            )
        )
    )


def every(*, within: Scope) -> Sequence[LegalHold]:
    """All holds, those that stand first, the newest at the top."""
    return base.every(
        select(LegalHold)
        .where(LegalHold.authority.in_(base.whole(within)))
        .order_by(LegalHold.released_at.is_not(None), LegalHold.id.desc())
    )


def held(people: Iterable[int] | None = None, *, within: Scope) -> set[int]:
    """The people on hold, by any of their records; ``people`` narrows it to some."""
    narrowed = "" if people is None else " AND COALESCE(p.merged_into, p.id) = ANY(%s)"
    return base.distinct(
        "SELECT COALESCE(p.merged_into, p.id) FROM legal_holds h"
        " JOIN people p ON p.id = h.person_id"
        f" WHERE h.released_at IS NULL AND h.authority = ANY(%s){narrowed}",
        base.whole(within),
        *([] if people is None else [list(people)]),
    )


def newest_of_record(*, within: Scope) -> dict[int, datetime]:
    """When the newest hold that stands was placed on the person of each record."""
    return base.lookup(
        "SELECT r.id, max(l.placed_at) FROM legal_holds l"
        " JOIN people h ON h.id = l.person_id"
        " JOIN people r ON COALESCE(r.merged_into, r.id) ="
        " COALESCE(h.merged_into, h.id)"
        " WHERE l.released_at IS NULL AND l.authority = ANY(%s) GROUP BY r.id",
        base.whole(within),
    )
