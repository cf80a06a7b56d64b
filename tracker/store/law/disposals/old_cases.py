"""Closed cases past their period, with everything that happened in them."""

from collections.abc import Sequence
from datetime import date

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base

#: The tables that the owner's function deletes from (``cases_dispose``).
BY_FUNCTION = ("case_events", "third_party_requests")

_CLOSED = (
    " FROM cases c WHERE c.authority = ANY(%s)"
    " AND (c.closed_at AT TIME ZONE 'Europe/London')::date < %s"
    # An objection stands for as long as the person is on record.
    " AND NOT EXISTS (SELECT FROM objections o WHERE o.case_id = c.id"
    " AND o.ended IS NULL)"
    " AND NOT EXISTS (SELECT FROM legal_holds l WHERE l.case_id = c.id"
    " AND l.released_at IS NULL)"
    " AND NOT EXISTS (SELECT FROM case_people cp JOIN people p ON p.id = cp.person_id"
    " JOIN people h ON COALESCE(h.merged_into, h.id) = COALESCE(p.merged_into, p.id)"
    " JOIN legal_holds l ON l.person_id = h.id AND l.released_at IS NULL"
    " WHERE cp.case_id = c.id)"
)


def count(before: date, *, within: Scope) -> int:
    """The number of cases that were closed before a day and are kept by no hold."""
    (found,) = base.column(f"SELECT count(*) {_CLOSED}", base.whole(within), before)
    return int(found)


def numbers(before: date, *, within: Scope) -> list[int]:
    """The numbers of these cases."""
    return base.column(
        f"SELECT c.id {_CLOSED} ORDER BY c.id", base.whole(within), before
    )


def moments(
    cases: Sequence[int] | None = None, *, within: Scope
) -> list[tuple[int, str]]:
    """Closed cases with the moment at which each was opened, as text."""
    narrowed = "" if cases is None else " AND id = ANY(%s)"
    return list(
        base.stream(
            "SELECT id,"
            " to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
            " FROM cases WHERE authority = ANY(%s) AND closed_at IS NOT NULL"
            f"{narrowed} ORDER BY id",
            base.whole(within),
            *([] if cases is None else [list(cases)]),
        )
    )


def of_case() -> list[tuple[str, str]]:
    """Each table that points to cases, with the statement for its rows: they go with
    the case, or lose their mention of it where they may be without one, such as a hold.
    Those that point to another of these tables come first.
    """
    gone = {"cases": "SELECT unnest(%s::bigint[])"}
    found: list[tuple[str, str]] = []
    for table in Model.metadata.sorted_tables:
        if table.name in BY_FUNCTION:
            continue
        for key in table.foreign_keys:
            other, column = key.column.table.name, key.parent.name
            if other not in gone or other == table.name:
                continue
            rows = f"{column} IN ({gone[other]})"
            if key.parent.nullable:
                statement = f"UPDATE {table.name} SET {column} = NULL WHERE {rows}"
            else:
                statement = f"DELETE FROM {table.name} WHERE {rows}"
                if "id" in table.columns:
                    gone[table.name] = f"SELECT id FROM {table.name} WHERE {rows}"
            found.append((table.name, statement))
    return found[::-1]


def remove(cases: Sequence[int]) -> int:
    """Removes closed cases with everything that points to them; returns how many."""
    wanted = list(cases)
    for _, statement in of_case():
        base.run(statement, [wanted])
    (gone,) = base.column("SELECT cases_dispose(%s)", wanted)
    return int(gone)
