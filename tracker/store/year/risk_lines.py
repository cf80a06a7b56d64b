"""The lines of DfE's lists of pupils at risk, by the day of each list.

A list states nothing, so what is known of it is its lines. Those of files with the same
day are one list: DfE may send Years 10 and 11 apart.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.access import Scope
from tracker.store.database import base


@dataclass(frozen=True, slots=True)
class RiskLine:
    """The line about one young person, without what is sealed of it."""

    person: int
    cells: Mapping[str, str]


#: The applied lines, each by the record that stands for the person.
_LINES = """
    FROM import_batches b JOIN entries n ON n.batch_id = b.id
    JOIN evidence e ON e.entry_id = n.id
    JOIN staged_rows s ON s.id = e.row_id
    JOIN people p ON p.id = e.person_id
    WHERE b.feed = %s AND b.authority = ANY(%s) AND e.as_at <= %s"""
#: What was known at a moment; None is now.
_KNOWN = (
    " AND n.recorded_at <= COALESCE(%s, 'infinity'::timestamptz)"
    " AND (n.withdrawn_at IS NULL"
    " OR n.withdrawn_at > COALESCE(%s, 'infinity'::timestamptz))"
)


def days(
    feed: str, on: date, *, known_at: datetime | None, within: Scope, most: int
) -> list[date]:
    """The days of the newest lists up to a day, as known at a moment, newest first.

    ``known_at`` None is now.
    """
    return base.column(
        "SELECT DISTINCT b.as_at FROM import_batches b"
        " JOIN entries n ON n.batch_id = b.id"
        f" WHERE b.feed = %s AND b.authority = ANY(%s) AND b.as_at <= %s{_KNOWN}"
        " ORDER BY b.as_at DESC LIMIT %s",
        feed,
        base.whole(within),
        on,
        known_at,
        known_at,
        most,
    )


def on_lists(
    feed: str,
    wanted: Collection[date],
    *,
    known_at: datetime | None,
    within: Scope,
    people: Collection[int] | None = None,
    only: str | None = None,
) -> dict[date, list[RiskLine]]:
    """The lines of the lists of these days, in the order of lines.

    ``people`` narrows them to some young people, ``only`` their cells to one column.
    """
    found: dict[date, list[RiskLine]] = {day: [] for day in wanted}
    if not found:
        return found
    narrowed = "" if people is None else " AND COALESCE(p.merged_into, p.id) = ANY(%s)"
    last = max(found)
    cells_of = (
        "s.raw"
        if only is None
        else "jsonb_strip_nulls(jsonb_build_object(%s::text, s.raw -> %s::text))"
    )
    before = () if only is None else (only, only)
    values = (feed, base.whole(within), last, known_at, known_at, list(found))
    more = () if people is None else (list(people),)
    for as_at, person, cells in base.stream(
        f"SELECT e.as_at, COALESCE(p.merged_into, p.id), {cells_of} {_LINES}{_KNOWN}"
        f" AND e.as_at = ANY(%s){narrowed} ORDER BY s.id",
        *before,
        *values,
        *more,
    ):
        found[as_at].append(RiskLine(person, cells))
    return found
