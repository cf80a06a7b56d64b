"""The young people's records, with the details worked out from their evidence.

A row is a record: evidence stays tied to the record that it arrived with. Records of
one person are merged: they point to the one record that stands for the person. A merge
can be undone.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    exists,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from tracker import domain
from tracker.access import Scope
from tracker.domain.history.details.particulars import STORED_TOGETHER, Particulars
from tracker.domain.history.person import Identity
from tracker.extensions import Model
from tracker.store.database import base, installation, search_keys
from tracker.store.database.base import AuthorityCode, Key
from tracker.store.database.sealed_columns import SealedColumn
from tracker.store.history.leaver_rows import LeaverRow

#: A death removes a young person from all lists.
_NOT_DEAD = f"details->>'departure' IS DISTINCT FROM '{domain.reference.codes.DIED}'"
#: The condition for a record that no list has. As it stands here an index serves it.
UNLISTED = f"NOT (live AND merged_into IS NULL AND {_NOT_DEAD})"
#: The condition for one who has another authority as the responsible one in a file.
WITH_OTHER_LEAD = "(details ->> 'lead_authority') <> authority"


class Person(Model):
    """A record of a young person. ``live`` is false while it has no evidence."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("(merged_into IS NULL) = (merged_on IS NULL)", name="merged"),
        CheckConstraint("merged_into <> id", name="not_merged_into_itself"),
        # Of a text, because PostgreSQL finds the beginning of a word in no array.
        Index(
            "ix_people_keys",
            text("array_to_tsvector(search)"),
            postgresql_using="gin",
        ),
        Index("ix_people_authority", "authority", "id"),
        # A page of a long list in the order of names reads no one but its own people.
        Index("ix_people_names", "family", "given", "id"),
        Index(
            "ix_people_restricted",
            "authority",
            postgresql_where=text("details ? 'restrictions'"),
        ),
        # For those who learn here and live elsewhere: the area of a postcode is looked
        # up in a directory that is sorted by its characters.
        Index(
            "ix_people_home",
            *("authority", "postcode"),
            postgresql_ops={"postcode": "varchar_pattern_ops"},
        ),
        Index(
            "ix_people_led",
            *("authority", "id"),
            postgresql_where=text(WITH_OTHER_LEAD),
        ),
        # Every list that is loaded asks for the few with a confidential address.
        Index(
            "ix_people_confidential",
            "id",
            postgresql_where=text("details ? 'confidential_address'"),
        ),
        # They are few. What is counted of many people leaves them out by their numbers,
        # and reads no details of the others for it.
        Index("ix_people_unlisted", "id", postgresql_where=text(UNLISTED)),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    merged_on: Mapped[date | None]
    live: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date | None]
    given: Mapped[str] = mapped_column(default="")
    family: Mapped[str] = mapped_column(default="")
    middle: Mapped[str] = mapped_column(default="")
    other_names: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
    born: Mapped[date | None]
    sex: Mapped[str | None]
    postcode: Mapped[str | None]
    upn: Mapped[str | None] = mapped_column(index=True)
    former_upns: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    uln: Mapped[str | None] = mapped_column(index=True)
    ypids: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    sealed_names: Mapped[bytes | None] = mapped_column(LargeBinary)  # encrypted JSON
    search: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)

    @property
    def name(self) -> str:
        """The full name, or the number of a young person without one."""
        return f"{self.given} {self.family}".strip() or f"Young person {self.id}"

    @property
    def identity(self) -> Identity:
        row = [getattr(self, column) for column in _IDENTITY]
        return _identity(self.id, row, self.details.get("births"))


#: The condition for a young person (p) on a list.
MAY_BE_LISTED = f"p.{_NOT_DEAD}"

_STORED = [(key, detail.stored) for key, detail in STORED_TOGETHER]
_values = attrgetter(*(detail.path for _, detail in STORED_TOGETHER))

_IDENTITY = (
    *("given", "family", "middle", "other_names", "born", "sex", "postcode"),
    *("upn", "former_upns", "uln", "ypids", "sealed_names"),
)


def _identity(
    number: int, row: Sequence[Any], births: Sequence[str] | None
) -> Identity:
    """The identity in a row of _IDENTITY, with the births of merged records.

    The columns are in the order of an identity's fields.
    """
    *names, other_names, born, sex, postcode, upn, former_upns, uln, ypids, sealed = row
    ypid, *former_ypids = ypids or (None,)
    known: list[Any] = [
        *(*names, tuple(map(tuple, other_names)), born, sex, postcode, upn),
        *(tuple(former_upns), uln, ypid, tuple(former_ypids)),
        () if sealed is None else tuple(map(tuple, opened_names(number, sealed))),
        tuple(map(date.fromisoformat, births or ())),
    ]
    return Identity(*known)


#: Former names that only users with the permission see.
SEALED_NAMES = SealedColumn("people", "sealed_names")


def opened_names(number: int, sealed: bytes) -> list[list[str]]:
    """The sealed names of a record. Raises encryption.NotOpened."""
    plain = SEALED_NAMES.decrypt(installation.keys(), bytes(sealed), row=number)
    found: list[list[str]] = orjson.loads(plain)
    return found


def _closed_names(number: int, names: Sequence[tuple[str, str]]) -> bytes | None:
    if not names:
        return None
    return SEALED_NAMES.encrypt(installation.keys(), orjson.dumps(names), row=number)


def population(
    *, within: Scope, only: Sequence[int] | None = None
) -> Iterator[tuple[int, Identity]]:
    """Everybody that a row may be matched with, in order of number.

    ``only`` narrows it to some of them.
    """
    narrowed = "" if only is None else " AND id = ANY(%s)"
    for number, *identity, births in base.stream(
        f"SELECT id, {', '.join(_IDENTITY)}, details->'births' FROM people"
        f" WHERE authority = ANY(%s) AND live AND merged_into IS NULL{narrowed}"
        " ORDER BY id",
        base.whole(within),
        *([] if only is None else [list(only)]),
    ):
        yield number, _identity(number, identity, births)


def lock(authority: str) -> None:
    """Waits for other changes to an authority's people, and locks them.

    The lock lasts until the end of the transaction. Without it, two lists with the same
    newcomers that are loaded at once would each make their records.
    """
    base.wait_for(f"people of {authority}")


@contextmanager
def changing(authority: str) -> Iterator[None]:
    """A transaction that holds ``lock`` on an authority's people from its beginning."""
    with base.transaction():
        lock(authority)
        yield


def mark() -> str:
    """The state of all records: while the mark is the same, so are the people.

    The moment of the last entry distinguishes a database that was emptied and filled
    again. The number of entries distinguishes an entry that was committed out of order.
    A disposal removes people and no entry of a file.
    """
    state: str = base.execute(
        "SELECT ("
        "(SELECT (id, recorded_at)::text FROM entries ORDER BY id DESC LIMIT 1),"
        " (SELECT (count(*), count(withdrawn_at))::text FROM entries),"
        " (SELECT max(id) FROM merges),"
        " (SELECT count(*) FROM merges WHERE parted_by IS NOT NULL),"
        " (SELECT (sum(people_done), count(finished_at))::text FROM disposals)"
        ")::text"
    ).scalar_one()
    return state


def seen_by(within: Scope) -> list[ColumnElement[bool]]:
    """The conditions for the people in a scope, for every query in this module.

    A user of an institution sees only the people stored as its leavers.
    """
    seen: list[ColumnElement[bool]] = [Person.authority.in_(within.authorities)]
    if within.leavers_of is not None:
        seen.append(
            exists().where(
                LeaverRow.person_id == Person.id,
                LeaverRow.institution.in_(within.leavers_of),
            )
        )
    return seen


def get(number: int, *, within: Scope) -> Person | None:
    """The record with that number, or None where it is outside the scope."""
    return base.first(select(Person).where(Person.id == number, *seen_by(within)))


def records(numbers: Sequence[int], *, within: Scope) -> Sequence[Person]:
    """The records with these numbers, in order of number, as they are stored now."""
    return base.every(
        select(Person)
        .where(Person.id.in_(numbers), *seen_by(within))
        .order_by(Person.id)
        # Details are written by SQL, and the session may still hold the old ones.
        .execution_options(populate_existing=True)
    )


def create(authority: str, count: int) -> list[int]:
    """New empty records; their details are filled in from their evidence."""
    numbers = base.reserve("people_id_seq", count)
    base.copy_into(
        "people (id, authority, live, given, family, middle, other_names, former_upns,"
        " ypids, details, search)",
        (
            (number, authority, False, "", "", "", Jsonb([]), [], [], Jsonb({}), [])
            for number in numbers
        ),
    )
    return numbers


def with_plan(numbers: Iterable[int]) -> set[int]:
    """The people among these with an education, health and care plan."""
    return base.distinct(
        "SELECT id FROM people WHERE id = ANY(%s) AND (details->>'send')::boolean",
        list(numbers),
    )


def with_details(
    numbers: Iterable[int], names: Sequence[str], *, within: Scope
) -> dict[int, list[str]]:
    """The people among these with one of these details, and which, in their order.

    A merged record has those of the record that stands for the person.
    """
    found = base.repeated(
        # The second condition of p.id: without it everybody on record is read.
        "WITH given AS MATERIALIZED (SELECT id, COALESCE(merged_into, id) AS root"
        " FROM people WHERE id = ANY(%s) AND authority = ANY(%s))"
        " SELECT g.id, ARRAY(SELECT name FROM unnest(%s::text[]) WITH ORDINALITY"
        " AS wanted (name, place) WHERE p.details ? name ORDER BY place)"
        " FROM given g JOIN people p ON p.id = g.root"
        " WHERE p.id = ANY(ARRAY(SELECT root FROM given)) AND p.details ?| %s::text[]",
        *(list(numbers), base.whole(within), list(names), list(names)),
    )
    return dict(found)


def roots(records: Iterable[int]) -> dict[int, int]:
    """For each record the record that stands for the person."""
    return base.lookup(
        "SELECT id, COALESCE(merged_into, id) FROM people WHERE id = ANY(%s)",
        list(records),
    )


def roots_of_merged(records: Iterable[int]) -> dict[int, int]:
    """The root of each of these records that is merged; the others are left out."""
    return base.lookup(
        "SELECT id, merged_into FROM people"
        " WHERE id = ANY(%s) AND merged_into IS NOT NULL",
        list(records),
    )


def persons_of(records: Iterable[int]) -> set[int]:
    """The records that stand for the persons of these records."""
    return set(roots(records).values())


def under(person: int) -> Select[int]:
    """Every record of one person, as part of another query."""
    return select(Person.id).where(
        or_(Person.id == person, Person.merged_into == person)
    )


def authorities() -> list[str]:
    """Every authority with people on record, by code."""
    return base.column("SELECT DISTINCT authority FROM people ORDER BY 1")


def everybody(*, within: Scope) -> list[int]:
    """The numbers of all people, without merged records."""
    return base.column(
        "SELECT id FROM people WHERE authority = ANY(%s) AND merged_into IS NULL"
        " ORDER BY id",
        base.whole(within),
    )


def remember(folded: Iterable[tuple[int, Particulars | None, date | None]]) -> None:
    """Stores (person, particulars or None, first day of evidence) for each person."""
    columns = ("live", "since", *_IDENTITY, "details", "search")
    changed = ", ".join(f"{name} = f.{name}" for name in columns)
    was, now = (
        ", ".join(f"{table}.{name}" for name in columns) for table in ("p", "f")
    )
    rows = list(folded)
    if not rows:
        return
    with base.as_rows_of(
        "people",
        "f",
        f"id, authority, {', '.join(columns)}",
        (_row(*each) for each in rows),
    ) as (given, values):
        # Most files only confirm what is on record: those rows are left alone.
        base.run(
            f"UPDATE people p SET {changed} FROM {given}"
            f" WHERE p.id = f.id AND ({was}) IS DISTINCT FROM ({now})",
            values,
        )


def _row(person: int, known: Particulars | None, since: date | None) -> tuple[Any, ...]:
    live = known is not None
    known = known or Particulars(Identity())
    who = known.identity
    return (
        *(person, "", live, since, who.given, who.family, who.middle),
        *(Jsonb(who.other_names), who.born, who.sex, who.postcode, who.upn),
        *(list(who.former_upns), who.uln),
        list(dict.fromkeys((*known.ypids, *known.former_ypids))),
        *(_closed_names(person, who.sealed_names), Jsonb(_details(known))),
        search_keys.keys(known) if live else [],
    )


def _details(known: Particulars) -> dict[str, Any]:
    """The details without a column of their own, under their keys."""
    return {
        key: stored(value)
        for (key, stored), value in zip(_STORED, _values(known), strict=True)
        if value
    }
