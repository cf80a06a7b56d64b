"""The members of a scope on a date: everybody, with their position on that day.

The return and the figures of commands are made from them. The figures on pages are sums
of stored tallies instead (``store.history.tallies``).
"""

from collections.abc import Collection
from datetime import date

from tracker.access import Scope
from tracker.domain.history.members import Member
from tracker.domain.reference import codes
from tracker.store.database import base
from tracker.store.history import days, positions


class NotRefreshed(Exception):
    """Positions on that date are missing; without them the figure would be wrong."""


def members(
    as_of: date, *, within: Scope, year_groups: Collection[int] | None = None
) -> list[Member]:
    """Everybody in the scope with their position on ``as_of``, in order of person.

    ``year_groups`` narrows them. Raises NotRefreshed while a position on that date is
    missing.
    """
    owed = (
        set()
        if days.are_complete([as_of], within=within)
        else positions.missing(as_of, within=within)
    )
    if owed:
        raise NotRefreshed(
            f"The positions of {len(owed)} people as at {as_of} have yet to be made."
        )
    return positions.on(as_of, within=within, year_groups=year_groups)


def by_year_group(as_of: date, authority: str) -> dict[int, int]:
    """How many young people of an authority are in each year group on a day."""
    return base.lookup(
        "SELECT year_group, count(*) FROM positions"
        " WHERE as_of = %s AND authority = %s AND status = %s GROUP BY year_group",
        as_of,
        authority,
        codes.PRIMARY,
    )
