"""Removing everything about some records, table by table.

Which rows and what becomes of them is ``domain.law.disposal.disposed_tables.csv``, in
the order in which rows can be removed. Belongs inside one transaction that is alone
with the people of the authority.
"""

import gzip
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import orjson

from tracker.domain.law.disposal.disposed_tables import (
    OF_PEOPLE,
    DisposedTable,
    Then,
)
from tracker.store.database import base, installation
from tracker.store.history.ledger import owed_rows
from tracker.store.nccis_return import surveys
from tracker.store.nccis_return.runs import (
    FILES,
    SEALED_ISSUES,
    encrypted,
    forget_sealed_activities,
)

#: How a row that stays is emptied.
_EMPTY: Mapping[str, str] = {
    "hand_overs": "note = ''",
    "staged_rows": (
        "raw = '{}', sealed = NULL, hidden = NULL, problems = '[]', reasons = '[]',"
        " candidates = '[]', score = NULL, expected_error = NULL, person_id = NULL,"
        " decided_by = NULL"
    ),
}
_BY_NAME = {each.table: each for each in OF_PEOPLE}
#: The rows that point to an entry, by table and column.
_POINTING = (
    *(("evidence", "entry_id"), ("contacts", "entry_id"), ("notices", "entry_id")),
    *(("corrections", "entry_id"), ("corrections", "confirmed_entry_id")),
    *(("merges", "entry_id"), ("sendings", "entry_id")),
)
_GONE = "%(records)s::bigint[]"


def condition(table: DisposedTable) -> str:
    """The SQL condition for the rows of a table that are about the records."""
    return " OR ".join(_one(table.table, each) for each in table.rows.split(" or "))


def _one(table: str, rows: str) -> str:
    column, _, other = rows.partition(" in ")
    if not other:
        return f"{table}.{column} = ANY({_GONE})"
    if other == "moved":
        return (
            f"EXISTS (SELECT FROM jsonb_array_elements({table}.moved) AS each"
            f" WHERE (each->>0)::bigint = ANY({_GONE}))"
        )
    key = {"return_records": "run_id", "survey_people": "survey_id"}.get(other, "id")
    return (
        f"{table}.{column} IN (SELECT {other}.{key} FROM {other}"
        f" WHERE {condition(_BY_NAME[other])})"
    )


def count(records: Sequence[int]) -> dict[str, int]:
    """How many rows each table has about these records; tables without any are left
    out. ``search_keys`` are the words and numbers by which a search finds them.
    """
    found: dict[str, int] = {}
    with base.cursor() as sql:
        for each in OF_PEOPLE:
            if each.table == "entries":
                continue  # known only when the evidence is gone
            sql.execute(
                f"SELECT count(*) FROM {each.table} WHERE {condition(each)}",
                {"records": list(records)},
            )
            found[each.table] = _number(sql.fetchone())
        sql.execute(
            "SELECT COALESCE(sum(cardinality(search)), 0) FROM people"
            f" WHERE id = ANY({_GONE})",
            {"records": list(records)},
        )
        found["search_keys"] = _number(sql.fetchone())
    return {name: number for name, number in found.items() if number}


def remove(records: Sequence[int]) -> dict[str, int]:
    """Removes everything about these records; returns how many rows of each table.

    A table without a column that names them keeps its rows. Counts of people stay:
    tallies, the number of records of a return, of people of a disclosure.
    """
    given: dict[str, Any] = {"records": list(records)}
    found: dict[str, int] = {}
    with base.cursor() as sql:
        sql.execute(
            "SELECT COALESCE(sum(cardinality(search)), 0) FROM people"
            f" WHERE id = ANY({_GONE})",
            given,
        )
        found["search_keys"] = _number(sql.fetchone())
    entries = _entries_of(records)
    forget_candidates(records)
    # What was counted with them is counted again.
    owed_rows.note(records)
    for each in OF_PEOPLE:
        if each.table == "entries":
            found[each.table] = delete_empty_entries(entries)
        elif each.table == "return_runs":
            found[each.table] = _cut_files(records)
        elif each.table == "surveys":
            found[each.table] = surveys.forget(records)
        elif each.then is Then.DELETED:
            found[each.table] = _run(
                f"DELETE FROM {each.table} WHERE {condition(each)}", given
            )
        else:
            found[each.table] = _run(
                f"UPDATE {each.table} SET {_EMPTY[each.table]} WHERE {condition(each)}",
                given,
            )
    return {name: number for name, number in found.items() if number}


def _run(statement: str, given: Mapping[str, Any]) -> int:
    with base.cursor() as sql:
        return sql.execute(statement, given).rowcount


def _number(row: Any) -> int:
    return int(row[0])


def _entries_of(records: Sequence[int]) -> list[int]:
    """The entries by hand that evidence or forms of these records belong to."""
    columns = (
        f"SELECT {column} AS entry FROM {table} WHERE {condition(_BY_NAME[table])}"
        for table, column in _POINTING
        if table in _BY_NAME
    )
    with base.cursor() as sql:
        sql.execute(" UNION ".join(columns), {"records": list(records)})
        return [entry for (entry,) in sql if entry is not None]


def delete_empty_entries(entries: Iterable[int]) -> int:
    """Deletes those of these entries that belong to no file and that no row needs."""
    unneeded = " AND ".join(
        f"NOT EXISTS (SELECT FROM {table} t WHERE t.{column} = n.id)"
        for table, column in _POINTING
    )
    return base.run(
        f"DELETE FROM entries n WHERE n.id = ANY(%s) AND n.batch_id IS NULL"
        f" AND {unneeded}",
        [list(entries)],
    )


def forget_candidates(records: Sequence[int]) -> int:
    """Takes these records from the candidates of lines that are about others."""
    return _run(
        "UPDATE staged_rows s SET candidates = COALESCE((SELECT jsonb_agg(c)"
        " FROM jsonb_array_elements(s.candidates) c"
        f" WHERE (c->>'person')::bigint <> ALL({_GONE})), '[]')"
        " WHERE s.candidates <> '[]'::jsonb AND EXISTS (SELECT FROM"
        " jsonb_array_elements(s.candidates) c"
        f" WHERE (c->>'person')::bigint = ANY({_GONE}))",
        {"records": list(records)},
    )


_BEGINS = b"\n  <YoungPersonsRecord>"
_ENDS = b"</YoungPersonsRecord>"


def _cut_files(records: Sequence[int]) -> int:
    """Cuts these records out of the files of returns, and out of what is kept apart of
    them; returns how many files.

    The records of a file stand in the order of ``return_records``. Its digest stays: it
    proves what was sent.
    """
    places = base.lookup(
        "SELECT run_id, array_agg(place) FROM (SELECT run_id, person_id,"
        " row_number() OVER (PARTITION BY run_id ORDER BY person_id) - 1 AS place"
        " FROM return_records WHERE run_id IN (SELECT run_id FROM return_records"
        " WHERE person_id = ANY(%s))) numbered WHERE person_id = ANY(%s)"
        " GROUP BY run_id",
        list(records),
        list(records),
    )
    for run, cut in places.items():
        ((file, issues),) = base.stream(
            "SELECT file, sealed_issues FROM return_runs WHERE id = %s", run
        )
        keys = installation.keys()
        plain = FILES.decrypt(keys, bytes(file), row=run)
        base.run(
            "UPDATE return_runs SET file = %s, sealed_issues = %s WHERE id = %s",
            [
                FILES.encrypt(keys, without(plain, cut), row=run),
                None if issues is None else _issues_left(run, issues, set(records)),
                run,
            ],
        )
        forget_sealed_activities(run, set(records))
    return len(places)


def _issues_left(run: int, issues: bytes, gone: Set[int]) -> bytes:
    """The issues of a run that are kept apart, without those of these records."""
    keys = installation.keys()
    found = orjson.loads(SEALED_ISSUES.decrypt(keys, bytes(issues), row=run))
    left = (each for each in found if each[0] not in gone)
    return encrypted(SEALED_ISSUES, run, left)


def without(file: bytes, places: Iterable[int]) -> bytes:
    """The file of a return without the records in these places, compressed as it was.

    Raises ValueError where the file has fewer records.
    """
    head, *parts = gzip.decompress(file).split(_BEGINS)
    last, mark, tail = parts[-1].partition(_ENDS) if parts else (b"", b"", b"")
    parts[-1:] = [last + mark] if parts else []
    gone = set(places)
    if gone and max(gone) >= len(parts):
        raise ValueError("the file of a return has fewer records than its run")
    kept = [_BEGINS + each for place, each in enumerate(parts) if place not in gone]
    return gzip.compress(b"".join([head, *kept, tail]), 6, mtime=0)
