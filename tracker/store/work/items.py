"""Work items: what is to be done, about which person, why, by which owner and when.

A question, a task, a gap, a case and a thing to review have this one shape. A kind with
a table of its own gives its rows in it (``shaped``); the rows of the other kinds are in
``work_items``. A list of items is one query, whatever the number of kinds and rows.

See decision 0143.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class WorkItem(Model):
    """An item of a kind without a table of its own.

    ``role`` is the role that owns it while ``owner_id`` is None, or has left.
    """

    __tablename__ = "work_items"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done"),
        Index("ix_work_items_kind", "authority", "kind", "id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    institution: Mapped[str | None]
    why: Mapped[str]
    role: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due: Mapped[date | None]
    opened_by: Mapped[str]
    opened_at: Mapped[Moment]
    done_by: Mapped[str | None]
    done_at: Mapped[MaybeMoment]


#: The columns of the shape. ``id`` and ``other`` are the numbers in the address of the
#: place where the item is done.
_SHAPE: Mapping[str, Any] = {
    "id": BigInteger(),
    "other": BigInteger(),
    "person_id": BigInteger(),
    "institution": Text(),
    "about": Text(),
    "why": Text(),
    "role": Text(),
    "owner_id": BigInteger(),
    "due": Date(),
    "since": DateTime(timezone=True),
    "done_by": Text(),
    "done_at": DateTime(timezone=True),
}


def shaped(**given: Any) -> list[ColumnElement[Any]]:
    """The columns of an item for the query of its kind; what is not given is null."""
    return [cast(given.get(name), type_).label(name) for name, type_ in _SHAPE.items()]


def file_names(paths: Any) -> ColumnElement[str]:
    """What shows the files of an upload: their names, from the list of their paths."""
    return func.regexp_replace(cast(paths, Text()), '"[^"]*/|[]["]', "", "g")


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work. ``role`` owns it where no user with an open account does."""

    kind: str
    id: int
    other: int | None
    person_id: int | None
    institution: str | None
    about: str
    why: str
    role: str
    owner_id: int | None
    due: date | None
    since: datetime
    done_by: str | None
    done_at: datetime | None
    owner: str | None


class Due(StrEnum):
    """When an item is due, the earliest first."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "within 7 days"
    LATER = "later"
    NO_DAY = "no day"


@dataclass(frozen=True, slots=True)
class Owners:
    """Some users, and some roles for the items that no user owns."""

    users: Collection[int] = ()
    roles: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one kind, owner and due part, and their number."""

    kind: str
    role: str
    owner_id: int | None
    owner: str | None
    due: Due
    items: int


#: The rows of each kind, in shape, by the name of the kind.
Queries = Mapping[str, Select[Any]]


def _all(queries: Queries, done: bool) -> tuple[Subquery, Any]:
    """Every item of these kinds, and the query of them with their owners."""
    every = union_all(
        *(
            query.add_columns(literal(kind, Text()).label("kind"))
            for kind, query in queries.items()
        )
    ).subquery("every")
    is_done = every.c.done_at.is_not(None) if done else every.c.done_at.is_(None)
    owned = User.id == every.c.owner_id
    joined = (
        select()
        .select_from(every)
        .outerjoin(User, owned & User.closed_at.is_(None))
        .where(is_done)
    )
    return every, joined


def _due(every: Subquery, today: date) -> ColumnElement[str]:
    due = every.c.due
    return case(
        (due.is_(None), Due.NO_DAY),
        (due < today, Due.OVERDUE),
        (due == today, Due.TODAY),
        (due <= today + timedelta(days=7), Due.WEEK),
        else_=Due.LATER,
    )


def groups(queries: Queries, *, today: date, done: bool = False) -> Sequence[Group]:
    """The items counted by kind, owner and due part."""
    if not queries:
        return []
    every, joined = _all(queries, done)
    keys = (every.c.kind, every.c.role, User.id, User.name, _due(every, today))
    rows = db.session.execute(
        joined.add_columns(*keys, func.count()).group_by(text("1, 2, 3, 4, 5"))
    )
    return [
        Group(kind, role, owner_id, owner, Due(due), items)
        for kind, role, owner_id, owner, due, items in rows
    ]


def page(
    queries: Queries,
    *,
    today: date,
    done: bool = False,
    due: Collection[Due] = (),
    number: int | None = None,
    owners: Owners | None = None,
    order: str = "due",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Item]:
    """Items by due day, the oldest first on one day; or, if done, the newest first."""
    if not queries:
        return []
    every, joined = _all(queries, done)
    query = joined.add_columns(
        *(
            User.id if name == "owner_id" else every.c[name]
            for name in ("kind", *_SHAPE)
        ),
        User.name,
    )
    if due:
        query = query.where(_due(every, today).in_(due))
    if number is not None:
        query = query.where(every.c.id == number)
    if owners is not None:
        unowned = and_(User.id.is_(None), every.c.role.in_(owners.roles))
        query = query.where(or_(User.id.in_(owners.users), unowned))
    first = every.c.done_at if done else every.c[order]
    sorted_by = first.desc() if descending or done else first.asc()
    return [
        Item(*row)
        for row in db.session.execute(
            query.order_by(
                sorted_by.nulls_last(),
                *(every.c[name] for name in ("since", "kind", "id", "other")),
            )
            .offset(offset)
            .limit(limit)
        )
    ]


def alike(item: WorkItem) -> WorkItem | None:
    """An open item that asks the same of the same owner, or None."""
    same = ("authority", "kind", "person_id", "institution", "why", "role", "owner_id")
    found: WorkItem | None = db.session.scalar(
        select(WorkItem)
        .where(
            *(
                getattr(WorkItem, name).is_not_distinct_from(getattr(item, name))
                for name in same
            ),
            WorkItem.done_at.is_(None),
        )
        .order_by(WorkItem.id)
        .limit(1)
    )
    return found


def get(number: int, *, within: Scope) -> WorkItem | None:
    """The item with that number, or None where it is outside the scope."""
    found: WorkItem | None = db.session.scalar(
        select(WorkItem).where(
            WorkItem.id == number, WorkItem.authority.in_(base.whole(within))
        )
    )
    return found


def lock(number: int) -> WorkItem:
    """The item as stored now, locked until the end of the transaction."""
    return db.session.execute(
        select(WorkItem)
        .where(WorkItem.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
