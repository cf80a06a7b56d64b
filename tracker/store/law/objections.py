"""Objections and restrictions of processing that young people have made."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.law.objections import LIMITS_SHARING, To
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.people.records import persons_of


class ObjectionRow(Model):
    """An objection of one young person, with the case that it came in by.

    From ``begins`` to the day before ``ended`` it binds the council
    (``domain.law.objections``).
    """

    __tablename__ = "objections"
    __table_args__ = (
        base.one_of("against", To),
        Index("ix_objections_person", "person_id"),
        Index("ix_objections_case", "case_id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    against: Mapped[str]
    begins: Mapped[date]
    ended: Mapped[date | None]
    made_by: Mapped[str]
    made_at: Mapped[Moment]


def of_case(case_id: int) -> list[ObjectionRow]:
    """The objections that came in by a case, locked to the end of the transaction."""
    return base.every(
        base.locked(
            select(ObjectionRow)
            .where(ObjectionRow.case_id == case_id)
            .order_by(ObjectionRow.id)
        )
    )


def end(case_id: int, day: date) -> set[int]:
    """Ends the objections of a case on a day; gives the people who made them."""
    found = of_case(case_id)
    for each in found:
        each.ended = max(day, each.begins)
    db.session.flush()
    return persons_of(each.person_id for each in found)


def opted_out_of_research(people: Collection[int], day: date) -> set[int]:
    """Those of these young people who may be in no extract for research on a day.

    An objection by any record of a person counts for the person: it stays when records
    are merged. Its other half is ``domain.law.objections.may_be_in_research`` (Law
    N-05, D-10). Statutory totals do not read it.
    """
    return base.distinct(
        "SELECT id FROM people WHERE id = ANY(%s)"
        " AND COALESCE(merged_into, id) IN ("
        "SELECT COALESCE(p.merged_into, p.id) FROM objections o"
        " JOIN people p ON p.id = o.person_id"
        " WHERE o.begins <= %s AND (o.ended IS NULL OR %s < o.ended))",
        list(people),
        day,
        day,
    )


def standing_of(people: Iterable[int], day: date) -> list[ObjectionRow]:
    """The objections that stand on a day, of any record of these young people."""
    numbers = list(people)
    found = base.column(
        "SELECT o.id FROM objections o JOIN people p ON p.id = o.person_id"
        " WHERE COALESCE(p.merged_into, p.id) = ANY(%s)"
        " AND o.begins <= %s AND (o.ended IS NULL OR %s < o.ended)",
        numbers,
        day,
        day,
    )
    if not found:  # as of nearly every young person
        return []
    return base.every(
        select(ObjectionRow).where(ObjectionRow.id.in_(found)).order_by(ObjectionRow.id)
    )


def restricted(people: Collection[int], day: date) -> set[int]:
    """Those of these young people whose data is only stored on a day (Law D-09)."""
    return _against({To.ALL_USE}, people, day)


def not_to_be_shared(people: Collection[int], day: date) -> set[int]:
    """Those of these young people who are named to no one outside on a day."""
    return _against(LIMITS_SHARING, people, day)


def _against(what: Collection[To], people: Collection[int], day: date) -> set[int]:
    found = standing_of(people, day)
    return persons_of(each.person_id for each in found if each.against in what)
