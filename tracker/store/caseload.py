"""The one read behind every figure: the members on a date."""

from datetime import date

from tracker.access import Scope
from tracker.domain.cohort import Member
from tracker.store import positions


class NotRefreshed(Exception):
    """Positions of that date are owed; without them the figure would be wrong."""


def members(as_of: date, *, within: Scope) -> list[Member]:
    """Everybody of the scope with their position on ``as_of``, in order of person.

    Raises NotRefreshed while somebody's position on that date has yet to be made.
    """
    owed = positions.missing(as_of, within=within)
    if owed:
        raise NotRefreshed(
            f"The positions of {len(owed)} people as at {as_of} have yet to be made."
        )
    return positions.on(as_of, within=within)
