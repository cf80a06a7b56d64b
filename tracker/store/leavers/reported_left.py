"""Young people that an institution itself reported as left, with their last day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.store.database import base
from tracker.store.leavers.notices import State


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of an applied list about someone on record.

    ``last`` is the last day as it was written, None without one. ``named`` are the
    cells of the line that name a place, by the names of ``InstitutionRef``: empty where
    the whole list has one sender.
    """

    person: int
    as_at: date
    last: str | None
    named: dict[str, Any]


def by_notice(
    keys: Collection[str], *, since: date, within: Scope
) -> Sequence[tuple[int, date]]:
    """(person, last day) of the notices of an institution, which has these keys, with a
    last day since then: those whose student is on record.
    """
    return list(
        base.stream(
            "SELECT COALESCE(p.merged_into, p.id), n.last_day"
            " FROM notices n JOIN people p ON p.id = n.person_id"
            " WHERE n.authority = ANY(%s) AND n.institution = ANY(%s)"
            " AND n.last_day >= %s AND n.state <> %s",
            list(within.authorities),
            list(keys),
            since,
            State.TAKEN_BACK.value,
        )
    )


_LINES = """
    SELECT COALESCE(p.merged_into, p.id), b.as_at, s.raw->>'end',
        CASE WHEN b.sender IS NULL THEN jsonb_build_object(
            'urn', s.raw->>'urn', 'laestab', s.raw->>'laestab',
            'ukprn', s.raw->>'ukprn', 'name', s.raw->>'provider')
        ELSE '{}'::jsonb END
    FROM staged_rows s JOIN import_batches b ON b.id = s.batch_id
    JOIN people p ON p.id = s.person_id
    WHERE s.batch_id = ANY(%s) AND b.status = 'applied'
"""


def with_last_day(batches: Collection[int]) -> list[ListedLine]:
    """The lines of these lists that have a last day."""
    rows = base.stream(f"{_LINES} AND s.raw ? 'end'", list(batches))
    return [ListedLine(*row) for row in rows]


def without_last_day(
    people: Collection[int], batches: Collection[int]
) -> list[ListedLine]:
    """The lines of these lists without a last day that are about these people."""
    rows = base.stream(
        f"{_LINES} AND NOT s.raw ? 'end' AND s.person_id IN (SELECT id FROM people"
        " WHERE id = ANY(%s) OR merged_into = ANY(%s))",
        list(batches),
        list(people),
        list(people),
    )
    return [ListedLine(*row) for row in rows]
