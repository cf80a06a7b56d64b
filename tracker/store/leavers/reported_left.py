"""Young people that an institution itself reported as left, with their last day."""

from collections.abc import Collection, Sequence
from datetime import date

from tracker.access import Scope
from tracker.store.database import base
from tracker.store.leavers.notices import State


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


def by_list(batches: Collection[int]) -> Sequence[tuple[int, str]]:
    """(person, last day as it was written) of the lines of applied lists that have
    one, about those that an earlier one of these lists had without.

    A line with a last day alone makes no one a former student: any name could be sent,
    to find out where they are.
    """
    return list(
        base.stream(
            "WITH lines AS (SELECT COALESCE(p.merged_into, p.id) AS person, b.as_at,"
            " s.raw->>'end' AS last FROM staged_rows s"
            " JOIN import_batches b ON b.id = s.batch_id"
            " JOIN people p ON p.id = s.person_id"
            " WHERE s.batch_id = ANY(%s) AND b.status = 'applied')"
            " SELECT l.person, l.last FROM lines l WHERE l.last IS NOT NULL"
            " AND EXISTS (SELECT FROM lines e WHERE e.person = l.person"
            " AND e.last IS NULL AND e.as_at < l.as_at)",
            list(batches),
        )
    )
