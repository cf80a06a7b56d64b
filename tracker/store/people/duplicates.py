"""Possible duplicates as last found, and pairs decided to be different people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Moment
from tracker.store.people import person_items
from tracker.store.people.records import Person
from tracker.store.work.items import shaped


class PossibleDuplicate(Model):
    """Two people who may be one person, by the last search for such pairs."""

    __tablename__ = "possible_duplicates"
    __table_args__ = (
        CheckConstraint("person < other", name="order"),
        Index("ix_possible_duplicates_authority", "authority", "score"),
    )

    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    other: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, index=True
    )
    authority: Mapped[AuthorityCode]
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(JSONB)
    found_on: Mapped[date]


class TwoPeople(Model):
    """An officer's decision that two records are different people."""

    __tablename__ = "two_people"
    __table_args__ = (CheckConstraint("person < other", name="order"),)

    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    other: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, index=True
    )
    authority: Mapped[AuthorityCode]
    decided_by: Mapped[str]
    decided_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one person, with their records and the reasons."""

    person: Person
    other: Person
    score: float
    reasons: Sequence[str]
    found_on: date


def replace(
    authority: str, found: Iterable[tuple[int, int, float, Sequence[str]]], *, on: date
) -> int:
    """Replaces the stored pairs by the pairs found now; returns their number."""
    db.session.execute(
        delete(PossibleDuplicate).where(PossibleDuplicate.authority == authority)
    )
    return base.copy_into(
        "possible_duplicates (person, other, authority, score, reasons, found_on)",
        (
            (person, other, authority, score, Jsonb(list(reasons)), on)
            for person, other, score, reasons in found
        ),
    )


def _open(within: Scope) -> tuple[Any, Any, Any]:
    """Pairs without a decision, neither of which has been merged into another."""
    one, two = aliased(Person), aliased(Person)
    decided = (
        select(TwoPeople.person)
        .where(
            TwoPeople.person == PossibleDuplicate.person,
            TwoPeople.other == PossibleDuplicate.other,
        )
        .exists()
    )
    query = (
        select(PossibleDuplicate, one, two)
        .join(one, one.id == PossibleDuplicate.person)
        .join(two, two.id == PossibleDuplicate.other)
        .where(
            PossibleDuplicate.authority.in_(within.authorities),
            one.merged_into.is_(None),
            two.merged_into.is_(None),
            ~decided,
        )
    )
    return query, one, two


def count(*, within: Scope) -> int:
    """The number of pairs that wait for a decision."""
    query, _, _ = _open(within)
    found: int = base.one(query.with_only_columns(func.count()))
    return found


def pairs(*, within: Scope, offset: int = 0, limit: int = 50) -> list[Pair]:
    """The pairs that wait, the likeliest first."""
    query, _, _ = _open(within)
    rows = db.session.execute(
        query.order_by(
            PossibleDuplicate.score.desc(),
            PossibleDuplicate.person,
            PossibleDuplicate.other,
        )
        .offset(offset)
        .limit(limit)
    )
    return [_pair(*row) for row in rows]


def items(*, within: Scope) -> Any:
    """The pairs that wait as work items."""
    query, one, two = _open(within)
    return query.with_only_columns(
        *shaped(
            id=PossibleDuplicate.person,
            other=PossibleDuplicate.other,
            person_id=PossibleDuplicate.person,
            about=func.concat(person_items.name(one), " and ", person_items.name(two)),
            why=func.coalesce(PossibleDuplicate.reasons[0].astext, ""),
            since=PossibleDuplicate.found_on,
        )
    )


def pair(person: int, other: int, *, within: Scope) -> Pair | None:
    """One pair that waits, or None."""
    query, _, _ = _open(within)
    row = db.session.execute(
        query.where(
            PossibleDuplicate.person == min(person, other),
            PossibleDuplicate.other == max(person, other),
        )
    ).first()
    return _pair(*row) if row is not None else None


def around(person: int, *, within: Scope) -> list[Pair]:
    """Every waiting pair that this person belongs to, the likeliest first."""
    query, _, _ = _open(within)
    rows = db.session.execute(
        query.where(
            (PossibleDuplicate.person == person) | (PossibleDuplicate.other == person)
        ).order_by(PossibleDuplicate.score.desc(), PossibleDuplicate.other)
    )
    return [_pair(*row) for row in rows]


def _pair(found: PossibleDuplicate, one: Person, two: Person) -> Pair:
    return Pair(one, two, found.score, found.reasons, found.found_on)


def mark_different(
    authority: str, people: Iterable[tuple[int, int]], *, by: str, at: datetime
) -> None:
    """Records the decision that each pair is two different people."""
    decisions = [
        {
            "person": min(one, two),
            "other": max(one, two),
            "authority": authority,
            "decided_by": by,
            "decided_at": at,
        }
        for one, two in people
    ]
    if decisions:
        db.session.execute(insert(TwoPeople).values(decisions).on_conflict_do_nothing())


def unmark_different(one: int, two: int) -> None:
    """Withdraws the decision that these are two different people."""
    db.session.execute(
        delete(TwoPeople).filter_by(person=min(one, two), other=max(one, two))
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """Two different people, with the officer who decided it and the moment."""

    person: Person
    other: Person
    by: str
    at: datetime


def last_different(*, within: Scope, limit: int) -> list[Apart]:
    """The last pairs decided to be different people, the newest first."""
    one, two = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(TwoPeople, one, two)
        .join(one, one.id == TwoPeople.person)
        .join(two, two.id == TwoPeople.other)
        .where(TwoPeople.authority.in_(within.authorities))
        .order_by(TwoPeople.decided_at.desc(), TwoPeople.person, TwoPeople.other)
        .limit(limit)
    )
    return [
        Apart(person, other, made.decided_by, made.decided_at)
        for made, person, other in rows
    ]


def different_people(*, within: Scope) -> set[tuple[int, int]]:
    """The pairs that an officer decided are different people."""
    return {
        (one, two)
        for one, two in base.stream(
            "SELECT person, other FROM two_people WHERE authority = ANY(%s)",
            list(within.authorities),
        )
    }
