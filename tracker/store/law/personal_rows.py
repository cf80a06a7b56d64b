"""Every row about one person, found table by table as a declaration has it.

Rows come as plain data by the names of their columns, whatever the table (Law D-05).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.domain.law.subject_copy.copied_tables import (
    FIRST_OF_EACH,
    LOOKS,
    CopiedTable,
)
from tracker.extensions import Model
from tracker.store.accounts.audit import Action
from tracker.store.database import base, installation
from tracker.store.database.sealed_columns import SealedColumn
from tracker.store.history import merged_records

#: Rows by table, in the order of their keys.
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


#: The details of lines of the audit that have the number of a record.
_NAMING = ("person", "other", "merged", "restored")
#: The lines about some records: by subject, by a list of people, or by such a detail,
#: for which there is no index, because only a copy looks for them.
_LOOKS = (
    "SELECT to_jsonb(l) FROM ("
    'SELECT id, at, "by", action, detail FROM looks_at(%s, %s, NULL, NULL)'
    ' UNION SELECT id, at, "by", action, detail FROM audit'
    " WHERE detail ?| %s AND EXISTS (SELECT FROM unnest(%s::bigint[]) AS number"
    " WHERE "
    + " OR ".join(f"detail->'{each}' @> to_jsonb(number)" for each in _NAMING)
    + ")) l ORDER BY at, id"
)


def records_of(person: int) -> list[int]:
    """Every record of the person behind a record, also those that were merged."""
    root = base.number(
        "SELECT COALESCE(merged_into, id) FROM people WHERE id = :id", {"id": person}
    )
    return sorted({root, *merged_records.records_of([root])})


def of(tables: Iterable[CopiedTable], records: Sequence[int]) -> Rows:
    """The rows of each table about the person with these records.

    A table whose rows are found through others is read after them.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    waiting = [each for each in tables if not each.why_none]
    while waiting:
        ready = [
            each
            for each in waiting
            if not {table for table, _ in each.through} & {it.name for it in waiting}
        ]
        if not ready:
            names = ", ".join(each.name for each in waiting)
            raise ValueError(f"tables that are found through each other: {names}")
        for table in ready:
            found[table.name] = _rows(table, _numbers(table, found, records))
        waiting = [each for each in waiting if each not in ready]
    return found


def key_of(table: str, row: Mapping[str, Any]) -> str:
    """What identifies a row in its table, as one word."""
    if "id" in row:
        return str(row["id"])
    columns = Model.metadata.tables[table].primary_key.columns
    return "-".join(str(row[column.name]) for column in columns)


def _numbers(
    table: CopiedTable,
    found: Mapping[str, list[dict[str, Any]]],
    records: Sequence[int],
) -> list[int]:
    if not table.through:
        return list(records)
    return sorted(
        {
            row[column]
            for name, column in table.through
            for row in found[name]
            if row[column] is not None
        }
    )


def _rows(table: CopiedTable, numbers: list[int]) -> list[dict[str, Any]]:
    if not numbers:
        return []
    if table.by == (LOOKS,):
        return base.column(
            _LOOKS, numbers, [each.value for each in Action], list(_NAMING), numbers
        )
    name = table.name
    keys = Model.metadata.tables[name].primary_key.columns
    order = ", ".join(f't."{column.name}"' for column in keys)
    where = " OR ".join(_condition(each) for each in table.by)
    return base.column(
        f"SELECT to_jsonb(t) FROM {name} t WHERE {where} ORDER BY {order}",
        *([numbers] * len(table.by)),
    )


def _condition(column: str) -> str:
    if column.endswith(FIRST_OF_EACH):
        column = column.removesuffix(FIRST_OF_EACH)
        return (
            f"EXISTS (SELECT FROM jsonb_array_elements(t.{column}) each"
            " WHERE (each->>0)::bigint = ANY(%s))"
        )
    return f"t.{column} = ANY(%s)"


def opened(column: SealedColumn, row: Mapping[str, Any]) -> str:
    """The text of an encrypted column of a row, "" for none. Raises NotOpened."""
    stored = row[column.column]
    if stored is None:
        return ""
    sealed = bytes.fromhex(stored.removeprefix(r"\x"))
    number = tuple(row[each] for each in column.row)
    return column.decrypt(installation.keys(), sealed, row=number).decode()
