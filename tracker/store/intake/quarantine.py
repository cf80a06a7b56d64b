"""The lines of a batch, until it is known which of them may be stored whole.

They are in a temporary table. The database writes no log of that table, and drops it at
the end of the transaction, however that ends. A line that may be about a restricted
young person is stored without its cells, and gets them once they are allowed.

See decision 0132.
"""

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from tracker.store.database import base
from tracker.store.intake.import_batches import Line

_NOTHING = Jsonb([])
_BY_PLACE = (
    "(SELECT id, row_number() OVER (ORDER BY id) - 1 AS place"
    " FROM staged_rows WHERE batch_id = %s)"
)


def take(rows: Iterable[tuple[Any, ...]]) -> int:
    """Holds rows until the end of the transaction; returns their number.

    Each row is (file, line, raw, restricted, problems, outcome).
    """
    base.run(
        "CREATE TEMP TABLE held_back (place bigint, file text, line integer,"
        " raw jsonb, restricted boolean, problems jsonb, outcome text)"
        " ON COMMIT DROP"
    )
    return base.copy_into(
        "held_back",
        (
            (place, file, line, Jsonb(raw), restricted, Jsonb(problems), outcome)
            for place, (file, line, raw, restricted, problems, outcome) in enumerate(
                rows
            )
        ),
    )


def stage(batch_id: int, authority: str, empty: Iterable[int]) -> None:
    """Stores all held rows as lines of a batch.

    The lines at ``empty`` places are stored without their cells and problems.
    """
    base.run(
        "INSERT INTO staged_rows (batch_id, authority, file, line, raw, restricted,"
        " problems, outcome, reasons, candidates)"
        " SELECT %s, %s, file, line,"
        " CASE WHEN e.place IS NULL THEN raw ELSE '{}' END, restricted,"
        " CASE WHEN e.place IS NULL THEN problems ELSE '[]' END, outcome, %s, %s"
        " FROM held_back LEFT JOIN unnest(%s::bigint[]) e(place) USING (place)"
        " ORDER BY place",
        (batch_id, authority, _NOTHING, _NOTHING, list(empty)),
    )


def lines_at(batch_id: int, places: Iterable[int]) -> list[Line]:
    """The lines at these places, with all of their cells."""
    return [
        Line(*row)
        for row in base.stream(
            "SELECT p.id, h.line, h.raw, h.restricted, h.outcome, NULL, NULL, h.file,"
            f" p.place FROM {_BY_PLACE} p JOIN held_back h USING (place)"
            " WHERE place = ANY(%s) ORDER BY place",
            batch_id,
            list(places),
        )
    ]


def release(batch_id: int, places: Iterable[int]) -> None:
    """Gives the stored lines at these places their cells and problems."""
    base.run(
        "UPDATE staged_rows s SET raw = h.raw, problems = h.problems"
        f" FROM {_BY_PLACE} p JOIN held_back h USING (place)"
        " WHERE s.id = p.id AND place = ANY(%s)",
        (batch_id, list(places)),
    )


def drop() -> None:
    """Deletes all held rows."""
    base.run("DROP TABLE held_back")
