"""What every table shares: column types, one transaction, and bulk writing by COPY.

See decisions 0024 and 0049.
"""

import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import blake2b
from itertools import chain, islice
from typing import Annotated, Any, TypeVar

import orjson
import psycopg
from psycopg.types import json
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Select,
    String,
    func,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import mapped_column

from tracker.access import Scope
from tracker.extensions import db
from tracker.store.database import bulk_rows, cached, list_values

T = TypeVar("T")

json.set_json_dumps(orjson.dumps)
json.set_json_loads(orjson.loads)


psycopg.adapters.register_dumper(list, list_values.Lists)

Key = Annotated[int, mapped_column(BigInteger, primary_key=True)]
AuthorityCode = Annotated[str, mapped_column(String(3))]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
MaybeMoment = Annotated[
    datetime | None, mapped_column(DateTime(timezone=True), default=None)
]

_ROWS_AT_ONCE = 500


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The rule that a column holds one of these words."""
    quoted = ", ".join(repr(str(word)) for word in words)
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def at_and_by(what: str) -> CheckConstraint:
    """The rule that a moment has its user, and a user the moment."""
    return CheckConstraint(f"({what}_at IS NULL) = ({what}_by IS NULL)", name=what)


def alike(row: Any, names: Iterable[str]) -> list[ColumnElement[bool]]:
    """The conditions for rows that have the values of this one in some columns."""
    return [
        getattr(type(row), name).is_not_distinct_from(getattr(row, name))
        for name in names
    ]


#: Where a session keeps whether it is inside ``transaction``, and its locks there.
_OPEN, _LOCKED = "in a transaction", "locked"


@contextmanager
def transaction(alone_with: str = "") -> Iterator[None]:
    """A transaction: commits at the end, and rolls everything back on any error.

    Inside another it is a part of that one, and ends with it: a preview keeps nothing,
    whatever it calls. It begins by waiting for the lock on ``alone_with``, if given
    (see ``wait_for``).
    """
    kept = db.session().info
    if kept.get(_OPEN):
        if alone_with:
            wait_for(alone_with)
        yield
        return
    kept[_OPEN], kept[_LOCKED] = True, set()
    try:
        if alone_with:
            wait_for(alone_with)
        yield
        db.session.commit()
    except BaseException as error:
        _forget_frames(error)
        db.session.rollback()
        raise
    finally:
        kept[_OPEN], kept[_LOCKED] = False, set()


def _forget_frames(error: BaseException) -> None:
    """Lets go of queries that were being read when an error came.

    A frame of the error keeps such a query open, and it keeps the connection: without
    this the rollback would wait for it for ever.
    """
    found: BaseException | None = error
    while found is not None:
        traceback.clear_frames(found.__traceback__)
        found = found.__context__


def end() -> None:
    """Ends a transaction that has only read, so that none stays open while a process
    waits for something else.
    """
    db.session.rollback()


def end_reading() -> None:
    """As ``end``; rows that were read stay as they were read."""
    session = db.session()
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True


def read_again() -> None:
    """Has every row, and every value that is held, read again when it is needed."""
    cached.renew()
    db.session.expire_all()


def insert(row: object) -> None:
    """Adds a row to the open transaction at once, so that it has its number."""
    db.session.add(row)
    db.session.flush()


def broken_rule(error: IntegrityError) -> str | None:
    """The name of the database's rule that a change would have broken."""
    name: str | None = getattr(
        getattr(error.orig, "diag", None), "constraint_name", None
    )
    return name


def wait_for(what: str) -> None:
    """Waits for the lock on ``what``, and keeps it to the end of the transaction."""
    session = db.session()
    # What is locked after a savepoint is free again when that is rolled back.
    locked = set() if session.in_nested_transaction() else session.info.get(_LOCKED)
    if locked is not None and what in locked:
        return
    cached.renew()
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what}
    )
    if locked is not None:
        locked.add(what)


def cursor() -> psycopg.Cursor[Any]:
    """The driver's own cursor inside the session's transaction, for COPY and arrays."""
    connection = db.session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    return connection.cursor()


def every(query: Select[T]) -> list[T]:
    """Every row of a query of one table, or every value of its one column."""
    return list(db.session.scalars(query))


def first(query: Select[T]) -> T | None:
    """The first row of a query of one table or column, None without any."""
    found: T | None = db.session.scalar(query.limit(1))
    return found


def one(query: Select[T]) -> T:
    """The only row of a query of one table or column."""
    found: T = db.session.execute(query).scalar_one()
    return found


def total(table: Any, *conditions: Any) -> int:
    """The number of rows of a table that meet the conditions."""
    return one(select(func.count()).select_from(table).where(*conditions))


def locked(query: Select[T]) -> Select[T]:
    """A query for rows as stored now, locked until the end of the transaction."""
    return query.with_for_update().execution_options(populate_existing=True)


def execute(statement: str, values: Mapping[str, Any] | None = None) -> Any:
    """The result of a statement in SQL, after the session's own changes."""
    return db.session.execute(text(statement), values)


def number(query: str, values: Mapping[str, Any] | None = None) -> int:
    """The one number that a query in SQL finds."""
    found: int = execute(query, values).scalar_one()
    return found


def run(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Runs a statement for the driver; returns the number of rows that it changed."""
    with cursor() as sql:
        return sql.execute(statement, values or None).rowcount


def stream(query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, passed on while PostgreSQL is still sending the others.

    No other query may run on the connection until the last row has been taken.
    """
    return stream_named(query, values)


def stream_named(
    query: str, values: Sequence[Any] | Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    """As ``stream``, with values by their names in the query."""
    with cursor() as rows:
        yield from rows.stream(query, values or None, size=_ROWS_AT_ONCE)


def repeated(query: str, *values: Any) -> list[tuple[Any, ...]]:
    """The few rows of a query that most pages send.

    PostgreSQL keeps its plan, so that an answer takes half the time of ``stream``.
    """
    with cursor() as rows:
        return rows.execute(query, values or None).fetchall()


def column(query: str, *values: Any) -> list[Any]:
    """The values of a query's one column."""
    return [value for (value,) in stream(query, *values)]


def distinct(query: str, *values: Any) -> set[Any]:
    """The different values of a query's one column."""
    return set(column(query, *values))


def lookup(query: str, *values: Any) -> dict[Any, Any]:
    """The second column of a query by the first."""
    return dict(stream(query, *values))


def copy_into(table: str, rows: Iterable[Sequence[Any]]) -> int:
    """Writes rows into a table "name (columns)" and returns their number."""
    with cursor() as target:
        return bulk_rows.write(target, table, rows)


@contextmanager
def temporary(
    table: str, columns: str, rows: Iterable[Sequence[Any]], *, filled: str = ""
) -> Iterator[int]:
    """A temporary table of these rows, and their number.

    ``filled`` are the columns of the rows, where the table has more of them.
    """
    run(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")
    with cursor() as target:
        count = bulk_rows.copy(target, f"{table} {filled}", rows)
    yield count
    run(f"DROP TABLE {table}")


@contextmanager
def as_rows_of(
    table: str, name: str, columns: str, rows: Iterable[Sequence[Any]]
) -> Iterator[tuple[str, list[Any]]]:
    """Rows with some columns of a table, to be joined under a name in a statement.

    Gives what stands after FROM, and the values to bind there. At least one row is
    needed. Many rows go into a temporary table first.
    """
    left = iter(rows)
    first = list(islice(left, bulk_rows.FEW + 1))
    if len(first) > bulk_rows.FEW:
        with temporary(
            name,
            f"LIKE {table} INCLUDING DEFAULTS",
            chain(first, left),
            filled=f"({columns})",
        ):
            yield name, []
        return
    # The table gives the values their types.
    arms = [f"SELECT {columns} FROM {table} WHERE false"]
    arms += [f"SELECT {', '.join(['%s'] * len(row))}" for row in first]
    values = [value for row in first for value in row]
    yield f"({' UNION ALL '.join(arms)}) AS {name}", values


def whole(within: Scope) -> list[str]:
    """The authorities of a scope, for a query about everybody.

    The list is empty for a scope of some institutions' leavers. Such a query then finds
    no people, rather than the wrong ones.
    """
    return [] if within.leavers_of is not None else list(within.authorities)


def of_number(table: type[T], number: int, authorities: Collection[str]) -> T | None:
    """The row of a table with that number, or None outside these authorities."""
    columns: Any = table
    found: T | None = db.session.scalar(
        select(table).where(columns.id == number, columns.authority.in_(authorities))
    )
    return found


def reserve(sequence: str, count: int) -> list[int]:
    """The next ``count`` numbers of a sequence, for rows that are written by COPY.

    Another user may take numbers at the same time, so there may be gaps.
    """
    return column(
        "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", sequence, count
    )


#: The columns in the conditions of queries: the planner needs statistics of them.
_COUNTED = {
    "people": "id, merged_into, authority, live",
    "facts": "person_id",
    "evidence": "person_id, entry_id, row_id",
    "staged_rows": "id, batch_id, outcome, person_id, same_as",
    "positions": "as_of, person_id",
    "entries": "id, batch_id",
}

#: A table is counted again when it has grown to this many times its counted size.
#: PostgreSQL allows for the present size by itself, but not for new values.
_GROWN = 3


def analyze_grown(*tables: str) -> None:
    """Makes PostgreSQL count the tables that a bulk write has made much larger.

    Otherwise it would plan for their earlier size. A database server counts by itself
    in time. The embedded server stops with each command, before it has counted.
    """
    grown = list(
        stream(
            "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[])"
            " AND pg_relation_size(oid) > relpages * %s"
            " * current_setting('block_size')::bigint",
            list(tables),
            _GROWN,
        )
    )
    analyze(*(table for (table,) in grown))


def analyze(*tables: str) -> None:
    """Makes PostgreSQL count tables whose rows have changed, whatever their size."""
    for table in tables:
        run("SELECT count_values(%s, %s)", [table, _COUNTED[table].split(", ")])


def on_or_none(text_or_none: str | None) -> date | None:
    return date.fromisoformat(text_or_none) if text_or_none else None


def digest(statement: Mapping[str, Any]) -> bytes:
    """The digest by which the same statement is found again."""
    plain = orjson.dumps(statement, option=orjson.OPT_SORT_KEYS)
    return blake2b(plain, digest_size=12).digest()
