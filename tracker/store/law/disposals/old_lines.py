"""Lines of files that no record needs, past their own period.

Lines of other areas are not here: they have a tray, and stay until they are passed on
or an officer decides (``store.intake.tray``).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.reference.institution import REGISTER
from tracker.store.database import base

UNUSED, LEFT_OVER, ADULTS = "unused", "left over", "adults"
SIGNALS = "signals"

#: The condition for each kind of line; s is the line and b its batch.
KINDS: Mapping[str, str] = {
    UNUSED: "b.status <> 'applied'",
    LEFT_OVER: (
        "b.status = 'applied' AND s.person_id IS NULL"
        " AND s.outcome IN ('invalid', 'possible')"
    ),
    ADULTS: (
        "s.outcome = 'invalid' AND s.problems @>"
        " jsonb_build_array(jsonb_build_object('message', %(adult)s::text))"
    ),
    # A signal has no open cell, and every other line has one.
    SIGNALS: "s.raw = '{}'::jsonb",
}
_LINES = (
    " FROM staged_rows s JOIN import_batches b ON b.id = s.batch_id"
    " WHERE b.authority = ANY(%(authorities)s) AND b.feed <> %(register)s"
    " AND (s.raw <> '{}'::jsonb OR s.sealed IS NOT NULL)"
    " AND s.outcome IS DISTINCT FROM 'out-of-area'"
    " AND (s.person_id IS NULL OR s.person_id NOT IN"
    " (SELECT r.id FROM people r JOIN people h ON COALESCE(h.merged_into, h.id) ="
    " COALESCE(r.merged_into, r.id) JOIN legal_holds l ON l.person_id = h.id"
    " WHERE l.released_at IS NULL)) AND "
)


def numbers(
    kind: str, before: date, *, adult: str, within: Scope
) -> dict[int, list[int]]:
    """The numbers of the lines of a kind that were received before a day, by batch.

    ``adult`` is the sentence by which lines about adults are refused.
    """
    return dict(
        _found(
            "s.batch_id, array_agg(s.id)",
            kind,
            f"{_RECEIVED} GROUP BY s.batch_id ORDER BY s.batch_id",
            within,
            adult,
            before=before,
        )
    )


def of_batch(kind: str, batch: int, *, adult: str, within: Scope) -> list[int]:
    """The numbers of the lines of a kind in one batch, whenever it was received."""
    wanted = "b.id = %(batch)s"
    found = _found("s.id", kind, wanted, within, adult, batch=batch)
    return [number for (number,) in found]


def batches(
    numbers: Iterable[int] | None = None, *, within: Scope
) -> list[tuple[int, str]]:
    """The files of these numbers, or all, each with the digest of its bytes."""
    narrowed = "" if numbers is None else " AND id = ANY(%s)"
    return list(
        base.stream(
            f"SELECT id, sha256 FROM import_batches WHERE authority = ANY(%s){narrowed}"
            " ORDER BY id",
            base.whole(within),
            *([] if numbers is None else [list(numbers)]),
        )
    )


_RECEIVED = "b.received_at < %(before)s"


def _found(
    what: str, kind: str, wanted: str, within: Scope, adult: str, **given: object
) -> list[Any]:
    with base.cursor() as sql:
        sql.execute(
            f"SELECT {what}{_LINES}{KINDS[kind]} AND {wanted}",
            {
                "authorities": base.whole(within),
                "register": REGISTER,
                "adult": adult,
                **given,
            },
        )
        return sql.fetchall()


def empty(rows: Iterable[int]) -> int:
    """Empties these lines; their place and count stay. A line that waited for a
    decision becomes invalid, since there is nothing left to decide.

    Evidence of withdrawn batches goes with its lines, and so do its facts and the files
    of documents.
    """
    wanted = list(rows)
    for table in ("documents", "document_contents", "document_files"):
        base.run(f"DELETE FROM {table} WHERE row_id = ANY(%s)", [wanted])
    gone = list(
        base.stream(
            "DELETE FROM evidence e USING entries n WHERE n.id = e.entry_id"
            " AND n.withdrawn_at IS NOT NULL AND e.row_id = ANY(%s)"
            " RETURNING e.person_id",
            wanted,
        )
    )
    if gone:
        base.run(
            "DELETE FROM facts f WHERE f.person_id = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM evidence e WHERE e.person_id = f.person_id"
            " AND f.id = ANY(e.facts))",
            [sorted({person for (person,) in gone})],
        )
    return base.run(
        "UPDATE staged_rows SET raw = '{}', sealed = NULL, hidden = NULL,"
        " problems = '[]',"
        " reasons = '[]', candidates = '[]', score = NULL, expected_error = NULL,"
        " decided_by = NULL, person_id = NULL,"
        " outcome = CASE WHEN outcome = 'possible' THEN 'invalid' ELSE outcome END"
        " WHERE id = ANY(%s)",
        [wanted],
    )


def people_without_evidence(*, within: Scope) -> list[int]:
    """Records that no evidence is left of: only a file that is gone had named them."""
    return base.column(
        "SELECT p.id FROM people p WHERE p.authority = ANY(%s) AND NOT p.live"
        " AND p.merged_into IS NULL"
        " AND NOT EXISTS (SELECT FROM evidence e WHERE e.person_id = p.id)"
        " AND NOT EXISTS (SELECT FROM people m WHERE m.merged_into = p.id)"
        " AND NOT EXISTS (SELECT FROM staged_rows s WHERE s.person_id = p.id)"
        " AND NOT EXISTS (SELECT FROM contacts c WHERE c.person_id = p.id)"
        " AND NOT EXISTS (SELECT FROM case_people c WHERE c.person_id = p.id)"
        " AND NOT EXISTS (SELECT FROM legal_holds h WHERE h.person_id = p.id"
        " AND h.released_at IS NULL)",
        base.whole(within),
    )
