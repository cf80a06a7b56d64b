"""The writing of many rows by COPY, and of a few by one statement.

See decisions 0049, 0164 and 0254.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

import psycopg

#: Up to so many rows go into one statement. To make and drop a temporary table takes
#: the time of ten such statements, and leaves traces in PostgreSQL's catalogue.
FEW = 40


def write(
    target: psycopg.Cursor[Any], table: str, rows: Iterable[Sequence[Any]]
) -> int:
    """Writes rows into a table "name (columns)" and returns their number.

    PostgreSQL lets only the owner COPY into a table with row-level security. So many
    rows are copied into a temporary table and inserted from there; each is checked by
    the rules.
    """
    name, _, columns = table.partition(" ")
    columns = columns.strip("() ") or "*"
    into = f"{name} " + ("" if columns == "*" else f"({columns})")
    left = iter(rows)
    first = list(islice(left, FEW + 1))
    if len(first) <= FEW:
        return _insert(target, into, first)
    target.execute(
        "CREATE TEMP TABLE copied ON COMMIT DROP AS"
        f" SELECT {columns} FROM {name} WITH NO DATA"
    )
    count = copy(target, "copied", chain(first, left))
    target.execute(f"INSERT INTO {into} SELECT * FROM copied")
    target.execute("DROP TABLE copied")
    return count


def _insert(target: psycopg.Cursor[Any], into: str, rows: list[Sequence[Any]]) -> int:
    if rows:
        row = f"({', '.join(['%s'] * len(rows[0]))})"
        target.execute(
            f"INSERT INTO {into} VALUES {', '.join([row] * len(rows))}",
            [value for each in rows for value in each],
        )
    return len(rows)


def copy(target: psycopg.Cursor[Any], table: str, rows: Iterable[Sequence[Any]]) -> int:
    """Copies rows into a table without such rules and returns their number."""
    count = 0
    with target.copy(f"COPY {table} FROM STDIN") as writing:
        for row in rows:
            writing.write_row(row)
            count += 1
    return count
