"""The people behind a figure: the members that it counts, a page at a time.

See decision 0062.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.casework.contact_bands import CONTACTED
from tracker.domain.figures.breakdowns import BY_NAME, Breakdown
from tracker.domain.figures.found_since import FOUND
from tracker.domain.figures.last_confirmed import CONFIRMED
from tracker.domain.history.members import Member
from tracker.store.database import base
from tracker.store.figures import confirmed, contact_times, found
from tracker.store.history import positions


def people(
    as_of: date,
    *,
    within: Scope,
    mask: int,
    breakdown: str | None = None,
    group: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Member]]:
    """The number of people with all bits of ``mask`` on a date, and a page of members.

    ``breakdown`` and ``group`` narrow it (``domain.figures.breakdowns``; for the time
    since the last contact ``domain.casework.contact_bands``; for those found since a
    month end ``domain.figures.found_since``; for the time since the last confirmation
    ``domain.figures.last_confirmed``). Members are in the order of family name,
    given name and number. They count by what readers see of them, so the figure may be
    larger. Raises LookupError for an unknown breakdown.
    """
    where = "o.as_of = %s AND o.authority = ANY(%s) AND o.answers & %s = %s"
    values: list[Any] = [as_of, base.whole(within), mask, mask]
    if breakdown is not None and group is not None:
        if breakdown == CONTACTED:
            condition, bound = contact_times.in_group(
                group, as_of, within=within, mask=mask
            )
        elif breakdown == FOUND:
            condition, bound = found.in_group(group, as_of)
        elif breakdown == CONFIRMED:
            condition, bound = confirmed.in_group(group, as_of)
        else:
            by = BY_NAME[breakdown]
            condition, bound = _in_group(by, group, as_of, where, values)
        where += f" AND {condition}"
        values += bound
    ((total,),) = base.stream(
        f"SELECT count(*) FROM positions o WHERE {where}", *values
    )
    rows = base.stream(
        f"SELECT {positions.columns('o')} FROM positions o"
        f" JOIN people p ON p.id = o.person_id WHERE {where}"
        " ORDER BY p.family, p.given, p.id OFFSET %s LIMIT %s",
        *values,
        offset,
        limit,
    )
    return total, [positions.member(row) for row in rows]


def _in_group(
    breakdown: Breakdown, group: str, as_of: date, where: str, values: Sequence[Any]
) -> tuple[str, tuple[Any, ...]]:
    """The SQL condition of a group, and its values.

    One person of each kind that the breakdown distinguishes is judged by the breakdown
    itself, so the list has the people who were counted.
    """
    kind = f"ROW({', '.join(f'o.{column}' for column in breakdown.reads)})::text"
    kinds = base.lookup(
        f"SELECT {kind}, min(o.person_id) FROM positions o WHERE {where} GROUP BY 1",
        *values,
    )
    members = positions.of(kinds.values(), as_of)
    chosen = [
        each for each, one in kinds.items() if breakdown.holds(group, members[one])
    ]
    return f"{kind} = ANY(%s)", (chosen,)
