"""The people behind a figure: the members that it counts, a page at a time.

See decision 0062.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.casework.contact_bands import CONTACTED
from tracker.domain.figures.breakdowns import BY_NAME, EVERYBODY, Breakdown
from tracker.domain.figures.found_since import FOUND
from tracker.domain.figures.last_confirmed import CONFIRMED
from tracker.domain.history.members import Member
from tracker.store.database import base
from tracker.store.figures import confirmed, contact_times, found
from tracker.store.history import positions, tallies


@dataclass(frozen=True, slots=True)
class PeopleBehind:
    """The people behind a figure: how many, and the query that reads some of them."""

    total: int
    where: str
    values: tuple[Any, ...]

    def people(self, *, offset: int, limit: int) -> list[Member]:
        """Some of them, in the order of family name, given name and number."""
        rows = base.stream(
            f"SELECT {positions.columns('o')} FROM positions o"
            f" JOIN people p ON p.id = o.person_id WHERE {self.where}"
            " ORDER BY p.family, p.given, p.id OFFSET %s LIMIT %s",
            *self.values,
            offset,
            limit,
        )
        return [positions.member(row) for row in rows]


def behind(
    as_of: date,
    *,
    within: Scope,
    mask: int,
    breakdown: str | None = None,
    group: str | None = None,
) -> PeopleBehind:
    """The people with all bits of ``mask`` on a date.

    ``breakdown`` and ``group`` narrow it (``domain.figures.breakdowns``; for the time
    since the last contact ``domain.casework.contact_bands``; for those found since a
    month end ``domain.figures.found_since``; for the time since the last confirmation
    ``domain.figures.last_confirmed``). They count by what readers see of them, so the
    figure may be larger. Raises LookupError for an unknown breakdown.
    """
    of_day, day = "o.as_of = %s AND o.authority = ANY(%s)", (as_of, base.whole(within))
    where, values = f"{of_day} AND o.answers & %s = %s", (*day, mask, mask)
    if breakdown is None or group is None:
        alike = tallies.of(as_of, EVERYBODY, within=within, sealed=False)
        total = sum(
            people for answers, people in alike.get("", ()) if answers & mask == mask
        )
        return PeopleBehind(total, where, values)
    if breakdown in _BANDS:
        condition, bound = _BANDS[breakdown](group, as_of, within, mask)
        where, values = f"{where} AND {condition}", (*values, *bound)
        ((total,),) = base.stream(
            f"SELECT count(*) FROM positions o WHERE {where}", *values
        )
        return PeopleBehind(total, where, values)
    people = _in_group(BY_NAME[breakdown], group, as_of, where, values)
    return PeopleBehind(len(people), f"{of_day} AND p.id = ANY(%s)", (*day, people))


#: The condition of a group, and its values, where it goes by more than the position.
_BANDS: Mapping[str, Callable[[str, date, Scope, int], tuple[str, tuple[Any, ...]]]] = {
    CONTACTED: lambda group, as_of, within, mask: contact_times.in_group(
        group, as_of, within=within, mask=mask
    ),
    FOUND: lambda group, as_of, within, mask: found.in_group(group, as_of),
    CONFIRMED: lambda group, as_of, within, mask: confirmed.in_group(group, as_of),
}


def _in_group(
    breakdown: Breakdown, group: str, as_of: date, where: str, values: Sequence[Any]
) -> list[int]:
    """The people of a group.

    One person of each kind that the breakdown distinguishes is judged by the breakdown
    itself, so the list has the people who were counted.
    """
    kinds = base.column(
        f"SELECT array_agg(o.person_id) FROM positions o WHERE {where} GROUP BY "
        + ", ".join(f"o.{column}" for column in breakdown.reads),
        *values,
    )
    members = positions.of((kind[0] for kind in kinds), as_of)
    return [
        person
        for kind in kinds
        if breakdown.holds(group, members[kind[0]])
        for person in kind
    ]
