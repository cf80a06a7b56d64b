"""Work items: what is to be done, about which person, why, by which owner and when.

A question, a task, a gap, a case and a thing to review have this one shape. A kind that
has its own table turns its rows into this shape (``shaped``); the rows of all other
kinds are in ``work_items``. A list of items is one query, whatever the number of kinds
and rows.

See decision 0143.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Row,
    Text,
    and_,
    case,
    cast,
    column,
    delete,
    func,
    literal,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class WorkItem(Model):
    """An item of a kind without a table of its own.

    ``role`` is the role that owns it while ``owner_id`` is None, or has left. ``lines``
    are the lines of files that are the reason for it, if there are any.
    """

    __tablename__ = "work_items"
    __table_args__ = (
        base.at_and_by("done"),
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
    lines: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), default=list, server_default="{}"
    )


#: The columns of the shape. ``id`` and ``other`` are the numbers in the address of the
#: place where the item is done. ``role`` owns it where no user does; without either the
#: role of its kind. Before ``waits_from`` it is on no list.
_SHAPE: Mapping[str, Any] = {
    **dict.fromkeys(("id", "other", "person_id", "owner_id"), BigInteger()),
    **dict.fromkeys(("institution", "about", "why", "role", "done_by"), Text()),
    **dict.fromkeys(("since", "done_at"), DateTime(timezone=True)),
    **dict.fromkeys(("due", "waits_from"), Date()),
}

#: An item as a list shows it: ``kind``, the columns of the shape, and ``owner``, the
#: name of the user with that number. A user with a closed account owns nothing.
Item = Row[Any]

#: The young people, by the columns that name them: their module needs this one.
_PEOPLE = table("people", column("id"), column("given"), column("family"))


def shaped(**given: Any) -> list[ColumnElement[Any]]:
    """The columns of an item for the query of its kind; what is not given is null.

    An item without ``about`` is about its young person, by name.
    """
    return [cast(given.get(name), type_).label(name) for name, type_ in _SHAPE.items()]


def file_names(paths: Any) -> ColumnElement[str]:
    """What shows the files of an upload: their names, from the list of their paths."""
    return func.regexp_replace(cast(paths, Text()), '"[^"]*/|[]["]', "", "g")


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

    def own(self, item: Item) -> bool:
        """Whether an item, or a group of items, is theirs."""
        return item.owner_id in self.users or (
            item.owner_id is None and item.role in self.roles
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """The items of a list. ``queries`` gives the role and the rows of each kind."""

    queries: Mapping[str, tuple[str, Any]]
    today: date
    done: bool | None = False
    due: Collection[str] = ()
    number: int | None = None
    owners: Owners | None = None

    def _named(self) -> tuple[Any, Mapping[str, Any]]:
        """The query of these items, and its columns by name."""
        every = union_all(
            *(
                rows.add_columns(literal(kind, Text()).label("kind"))
                for kind, (_, rows) in self.queries.items()
            )
        ).subquery("every")
        roles = {kind: role for kind, (role, _) in self.queries.items()}
        columns = {
            **{name: every.c[name] for name in ("kind", *_SHAPE)},
            "role": func.coalesce(every.c.role, case(roles, value=every.c.kind)),
            "owner_id": User.id,
            "owner": User.name,
            "due_part": _part(every.c.due, self.today),
        }
        owned = and_(User.id == every.c.owner_id, User.closed_at.is_(None))
        query = select().select_from(every).outerjoin(User, owned)
        if self.done is not None:
            query = query.where((every.c.done_at.is_not(None)).is_(self.done))
        if self.done is False:
            early = every.c.waits_from > self.today
            query = query.where(early.is_not(True))
        if self.due:
            query = query.where(columns["due_part"].in_(self.due))
        if self.number is not None:
            query = query.where(every.c.id == self.number)
        if self.owners is not None:
            unowned = and_(User.id.is_(None), columns["role"].in_(self.owners.roles))
            query = query.where(or_(User.id.in_(self.owners.users), unowned))
        return query, columns

    def groups(self) -> Sequence[Row[Any]]:
        """The number of ``items`` by kind, role, owner and part of ``Due``."""
        if not self.queries:
            return []
        query, columns = self._named()
        names = ("kind", "role", "owner_id", "owner", "due_part")
        keys = [columns[name].label(name) for name in names]
        counted = query.add_columns(*keys, func.count().label("items"))
        return db.session.execute(counted.group_by(text("1, 2, 3, 4, 5"))).all()

    def page(
        self,
        *,
        order: str = "due",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> Sequence[Item]:
        """Items in order; the longest waiting first within one day.

        Items that are done come in the order in which they were done, the newest first.
        """
        if not self.queries:
            return []
        query, columns = self._named()
        named = func.concat_ws(" ", _PEOPLE.c.given, _PEOPLE.c.family)
        by_name = order == "about" and not self.done
        if by_name:
            of_person = _PEOPLE.c.id == columns["person_id"]
            query = query.outerjoin(_PEOPLE, of_person)
            columns = {**columns, "about": func.coalesce(columns["about"], named)}

        def in_order(columns: Mapping[str, Any]) -> list[Any]:
            by = columns["done_at" if self.done else order]
            first = by.desc() if descending or self.done else by.asc()
            then = [columns[name] for name in ("since", "kind", "id", "other")]
            return [first.nulls_last(), *then]

        shown = query.add_columns(*(each.label(name) for name, each in columns.items()))
        cut = shown.order_by(*in_order(columns)).offset(offset).limit(limit)
        if by_name:
            return db.session.execute(cut).all()
        # The names are read of those on the page alone.
        page = cut.subquery("page")
        about = func.coalesce(page.c.about, named).label("about")
        every = (about if each.name == "about" else each for each in page.c)
        people = page.outerjoin(_PEOPLE, _PEOPLE.c.id == page.c.person_id)
        query = select(*every).select_from(people).order_by(*in_order(page.c))
        return db.session.execute(query).all()


def _part(due: ColumnElement[Any], today: date) -> ColumnElement[str]:
    return case(
        (due.is_(None), Due.NO_DAY),
        (due < today, Due.OVERDUE),
        (due == today, Due.TODAY),
        (due <= today + timedelta(days=7), Due.WEEK),
        else_=Due.LATER,
    )


def open_of_kind(kind: str, *, within: Scope) -> Sequence[WorkItem]:
    """The items of a kind that are not done."""
    return base.every(
        select(WorkItem)
        .where(
            WorkItem.kind == kind,
            WorkItem.authority.in_(base.whole(within)),
            WorkItem.done_at.is_(None),
        )
        .order_by(WorkItem.id)
    )


def of_kind(kind: str, *, within: Scope) -> Sequence[WorkItem]:
    """The items of a kind, done or not, in the order in which they were opened."""
    return base.every(
        select(WorkItem)
        .where(WorkItem.kind == kind, WorkItem.authority.in_(base.whole(within)))
        .order_by(WorkItem.id)
    )


def alike(item: WorkItem) -> WorkItem | None:
    """An open item that asks the same of the same owner, or None."""
    same = ("authority", "kind", "person_id", "institution", "why", "role", "owner_id")
    equal = {name: getattr(item, name) for name in same}
    query = select(WorkItem).filter_by(**equal, done_at=None).limit(1)
    return base.first(query)


def lock(number: int, *, within: Scope) -> WorkItem | None:
    """The item with that number, locked until the end of the transaction."""
    return base.first(
        base.locked(
            select(WorkItem).where(
                WorkItem.id == number, WorkItem.authority.in_(base.whole(within))
            )
        )
    )


def remove_open(
    kind: str,
    institution: str,
    *,
    person: int | None = None,
    opened_at: datetime | None = None,
    within: Scope,
) -> None:
    """Removes the items of a kind about an institution that are not done: those about
    a person, or those that were opened at one moment.
    """
    query = delete(WorkItem).where(
        WorkItem.kind == kind,
        WorkItem.institution == institution,
        WorkItem.authority.in_(base.whole(within)),
        WorkItem.done_at.is_(None),
    )
    if person is not None:
        query = query.where(WorkItem.person_id == person)
    if opened_at is not None:
        query = query.where(WorkItem.opened_at == opened_at)
    db.session.execute(query)


def add_lines(number: int, rows: Collection[int], *, within: Scope) -> None:
    """Adds lines of files to the reasons for an item."""
    base.run(
        "UPDATE work_items SET lines = ARRAY(SELECT DISTINCT unnest(lines || %s) ORDER"
        " BY 1) WHERE id = %s AND authority = ANY(%s)",
        [list(rows), number, base.whole(within)],
    )


def take_back_lines(kind: str, rows: Collection[int], *, within: Scope) -> int:
    """Takes lines of files from the reasons for items of a kind, and removes each open
    item that has no reason left; returns how many were removed.
    """
    given = {"kind": kind, "rows": list(rows), "authorities": base.whole(within)}
    touched = base.execute(
        "UPDATE work_items SET lines = ARRAY(SELECT unnest(lines) EXCEPT"
        " SELECT unnest(CAST(:rows AS bigint[])) ORDER BY 1)"
        " WHERE kind = :kind AND authority = ANY(:authorities)"
        " AND lines && CAST(:rows AS bigint[]) RETURNING id",
        given,
    ).scalars()
    gone = base.execute(
        "DELETE FROM work_items WHERE id = ANY(:touched)"
        " AND done_at IS NULL AND lines = '{}' RETURNING id",
        {"touched": list(touched)},
    ).scalars()
    return len(list(gone))
