"""Lines as they were before an answer No hid them: encrypted, beside what is shown.

Whatever reads lines, facts or evidence finds only what a restriction lets through. The
hidden line is read in two places: where a later Yes shows it again, and in the young
person's own copy. See decision 0182.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import orjson
from psycopg.types.json import Jsonb

from tracker.extensions import db
from tracker.store.database import base, installation
from tracker.store.database.sealed_columns import SealedColumn
from tracker.store.intake.import_batches import ImportBatch, Line

#: The hidden lines, each with its cells and its outcome.
HIDDEN = SealedColumn("staged_rows", "hidden")


def hide(lines: Iterable[Line]) -> None:
    """Keeps these lines apart as they are, before they are narrowed."""
    keys = installation.keys()
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE staged_rows SET hidden = %s WHERE id = %s",
            [
                (
                    HIDDEN.encrypt(
                        keys,
                        orjson.dumps({"cells": each.raw, "outcome": each.outcome}),
                        row=each.id,
                    ),
                    each.id,
                )
                for each in lines
            ],
        )


def of_people(
    persons: Collection[int],
) -> Iterator[tuple[ImportBatch, list[tuple[Line, int]]]]:
    """The hidden lines of these people (not merged records) by batch, as they were.

    Each comes with the number of its person. Raises encryption.NotOpened.
    """
    rows = list(
        base.stream(
            "SELECT s.batch_id, s.id, s.line, s.person_id, s.same_as, s.file, s.hidden,"
            " COALESCE(p.merged_into, p.id) FROM staged_rows s"
            " JOIN people p ON p.id = s.person_id"
            " WHERE s.hidden IS NOT NULL"
            " AND COALESCE(p.merged_into, p.id) = ANY(%s) ORDER BY s.id",
            list(persons),
        )
    )
    keys = installation.keys() if rows else None
    found: dict[int, list[tuple[Line, int]]] = {}
    for batch, number, place, record, same_as, file, sealed, person in rows:
        assert keys is not None
        held = orjson.loads(HIDDEN.decrypt(keys, bytes(sealed), row=number))
        line = Line(
            *(number, place, held["cells"], False, held["outcome"], record, same_as),
            file,
        )
        found.setdefault(batch, []).append((line, person))
    for batch, lines in found.items():
        yield db.session.get_one(ImportBatch, batch), lines


def people(*, within: Collection[str]) -> set[int]:
    """The people (not merged records) of these authorities with a hidden line."""
    return base.distinct(
        "SELECT COALESCE(p.merged_into, p.id) FROM staged_rows s"
        " JOIN people p ON p.id = s.person_id"
        " WHERE s.hidden IS NOT NULL AND s.authority = ANY(%s)",
        list(within),
    )


def show(lines: Iterable[tuple[Line, list[dict[str, Any]]]]) -> None:
    """Puts (line, problems) back as they were before they were hidden."""
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE staged_rows SET hidden = NULL, restricted = false, raw = %s,"
            " problems = %s, outcome = %s WHERE id = %s",
            [
                (Jsonb(dict(line.raw)), Jsonb(problems), line.outcome, line.id)
                for line, problems in lines
            ],
        )


def drop(rows: Iterable[int]) -> None:
    """Deletes what is hidden of these lines, for good."""
    base.run("UPDATE staged_rows SET hidden = NULL WHERE id = ANY(%s)", [list(rows)])


def opened(row: Mapping[str, Any]) -> Mapping[str, str]:
    """The cells of a hidden line, from its row as JSON. Raises encryption.NotOpened."""
    sealed = bytes.fromhex(row["hidden"].removeprefix(r"\x"))
    plain = HIDDEN.decrypt(installation.keys(), sealed, row=row["id"])
    cells: Mapping[str, str] = orjson.loads(plain)["cells"]
    return cells
