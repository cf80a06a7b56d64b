"""Advisers and their young people: caseloads, hand-overs and cover."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Select,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.access import ROLES, Permission, Scope
from tracker.domain.casework.hand_overs import Place
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import records
from tracker.store.people.records import Person


class Held(Model):
    """A record in an adviser's caseload, and the hand-over that put it there."""

    __tablename__ = "caseload"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    authority: Mapped[AuthorityCode]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[date]
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id"), index=True)


class HandOver(Model):
    """Young people moved into another adviser's caseload at once; it can be undone.

    ``moved`` holds (person, new adviser, former adviser, since, former hand-over). The
    last three are None for a person who was in no caseload. ``undone`` holds those that
    an undo put back, each with the day since when they had been with the new adviser;
    a redo needs it.
    """

    __tablename__ = "hand_overs"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    note: Mapped[str] = mapped_column(default="")
    moved: Mapped[list[list[Any]]] = mapped_column(JSONB)
    made_at: Mapped[Moment]
    made_by: Mapped[str]
    undone_by: Mapped[str | None]
    undone_at: Mapped[MaybeMoment]
    # The type would otherwise write Python's None as the JSON null.
    undone: Mapped[list[list[Any]] | None] = mapped_column(JSONB(none_as_null=True))


class Cover(Model):
    """A colleague's cover of an adviser's caseload, from one day to another."""

    __tablename__ = "covers"
    __table_args__ = (
        CheckConstraint("first <= last", name="first"),
        CheckConstraint("colleague_id <> user_id", name="not_by_themselves"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    made_at: Mapped[Moment]
    made_by: Mapped[str]
    ended_at: Mapped[MaybeMoment]


#: The roles that allow a caseload.
ADVISING = tuple(
    value
    for value, role in ROLES.items()
    if Permission.SEE_CASELOAD in role.permissions
)


def advisers(*, within: Scope) -> Sequence[User]:
    """The users with an open account whose role allows a caseload, by name."""
    return base.every(
        select(User)
        .where(
            User.authority.in_(within.authorities),
            User.role.in_(ADVISING),
            User.closed_at.is_(None),
        )
        .order_by(User.name, User.id)
    )


def owners(*, within: Scope) -> Any:
    """The adviser (``user_id``) of each person (``root``), as part of another query.

    A merged record's adviser counts only where the one that stays has none.
    """
    # Few records are merged: a join of all people would take most of the time.
    merged = (
        select(Person.id, Person.merged_into)
        .where(Person.merged_into.is_not(None))
        .subquery()
    )
    root = func.coalesce(merged.c.merged_into, Held.person_id)
    return (
        select(root.label("root"), Held.user_id)
        .outerjoin(merged, merged.c.id == Held.person_id)
        .where(Held.authority.in_(base.whole(within)))
        .ext(distinct_on(root))
        .order_by(root, *_in_order(merged.c.merged_into))
        .subquery()
    )


def owner_of(person: Any) -> Any:
    """The adviser of one person of a query of few; otherwise as ``owners``."""
    record = aliased(Person)
    return (
        select(Held.user_id)
        .join(record, record.id == Held.person_id)
        .where(or_(record.id == person.id, record.merged_into == person.id))
        .order_by(*_in_order(record.merged_into))
        .limit(1)
        .correlate(person)
        .scalar_subquery()
    )


def _in_order(merged_into: Any) -> tuple[Any, ...]:
    """The advisers of the records of one person: the one that counts comes first."""
    return merged_into.is_not(None), Held.since.desc(), Held.user_id


def records_of(users: Collection[int]) -> Any:
    """The records in these users' caseloads, with those that are merged into them."""
    held = (
        select(func.coalesce(Person.merged_into, Person.id))
        .join(Held, Held.person_id == Person.id)
        .where(Held.user_id.in_(users))
    )
    return union_all(
        held, select(Person.id).where(Person.merged_into.in_(held.scalar_subquery()))
    )


def people_of(users: Collection[int]) -> set[int]:
    """The numbers of the records in these users' caseloads, and of those merged in."""
    return set(base.every(records_of(users)))


def covered_by(colleague: int, on: date) -> Sequence[User]:
    """The advisers whose caseload a colleague covers on a day, by name."""
    return base.every(
        select(User)
        .where(User.id.in_(_covered(colleague, on)))
        .order_by(User.name, User.id)
    )


def looked_after(user: int, on: date) -> list[tuple[User, int]]:
    """The caseloads that a user looks after on a day: the user's own, then those that
    they cover, by name. Each is its user with the number of its records.
    """
    size = (
        select(func.count())
        .select_from(Held)
        .where(Held.user_id == User.id)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(User, size)
        .where(or_(User.id == user, User.id.in_(_covered(user, on))))
        .order_by(User.id != user, User.name, User.id)
    )
    return [(each, many) for each, many in found]


def _covered(colleague: int, on: date) -> Select[int]:
    """The numbers of the users whose caseload a colleague covers on a day."""
    return select(Cover.user_id).where(
        Cover.colleague_id == colleague,
        Cover.ended_at.is_(None),
        Cover.first <= on,
        Cover.last >= on,
    )


def covers(on: date, *, within: Scope) -> Sequence[Cover]:
    """The cover arranged for a day or later."""
    return base.every(
        select(Cover)
        .where(
            Cover.authority.in_(base.whole(within)),
            Cover.ended_at.is_(None),
            Cover.last >= on,
        )
        .order_by(Cover.first, Cover.id)
    )


def cover(number: int, *, within: Scope) -> Cover | None:
    """The cover with that number, or None where it is outside the scope."""
    return base.of_number(Cover, number, base.whole(within))


def adviser_of(person: int) -> tuple[User, date] | None:
    """The adviser whose caseload a person is in, and since when, or None.

    The person's own record counts first, then the records merged into it.
    """
    found = db.session.execute(
        select(User, Held.since)
        .join(Held, Held.user_id == User.id)
        .where(Held.person_id.in_(records.under(person)))
        .order_by(Held.person_id != person, Held.since.desc(), Held.user_id)
        .limit(1)
    ).first()
    return (found[0], found[1]) if found is not None else None


def held(persons: Sequence[int]) -> dict[int, Place]:
    """Where these records are in a caseload, by record; the others are left out."""
    # Thousands are in few places: each place is read once, with its records.
    return {
        person: place
        for *columns, there in base.stream(
            "SELECT user_id, since, hand_over_id, array_agg(person_id) FROM caseload"
            " WHERE person_id = ANY(%s) GROUP BY 1, 2, 3",
            list(persons),
        )
        for place in (Place(*columns),)
        for person in there
    }


def sizes(users: Sequence[int]) -> dict[int, int]:
    """The number of records in each of these users' caseloads."""
    return base.lookup(
        "SELECT user_id, count(*) FROM caseload WHERE user_id = ANY(%s)"
        " GROUP BY user_id",
        list(users),
    )


def forget(persons: Sequence[int]) -> None:
    """Removes these records from their caseloads."""
    base.execute(
        "DELETE FROM caseload WHERE person_id = ANY(:persons)",
        {"persons": list(persons)},
    )


def allocate(rows: Sequence[tuple[int, str, int, date, int]]) -> None:
    """Puts records into caseloads: (person, authority, user, since, hand-over)."""
    base.copy_into(
        "caseload (person_id, authority, user_id, since, hand_over_id)", rows
    )


def hand_over(number: int, *, within: Scope) -> HandOver | None:
    """The hand-over with that number, or None where it is outside the scope."""
    return base.of_number(HandOver, number, base.whole(within))


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over in short: number of people, new advisers, moment and user."""

    number: int
    people: int
    to: tuple[int, ...]
    note: str
    at: Any
    by: str
    undone_by: str | None
    undone_at: Any


def count_hand_overs(*, within: Scope) -> int:
    """The number of hand-overs that were made."""
    return base.number(
        "SELECT count(*) FROM hand_overs WHERE authority = ANY(:authorities)",
        {"authorities": base.whole(within)},
    )


def newest_hand_overs(
    *, within: Scope, limit: int = 10, offset: int = 0
) -> Sequence[HandedOver]:
    """The newest hand-overs, without the names of the young people moved."""
    found = base.stream(
        "SELECT id, jsonb_array_length(moved),"
        " ARRAY(SELECT DISTINCT (m->>1)::bigint FROM jsonb_array_elements(moved) m),"
        " note, made_at, made_by, undone_by, undone_at FROM hand_overs"
        " WHERE authority = ANY(%s) ORDER BY id DESC LIMIT %s OFFSET %s",
        base.whole(within),
        limit,
        offset,
    )
    return [
        HandedOver(number, count, tuple(sorted(to)), *rest)
        for number, count, to, *rest in found
    ]
