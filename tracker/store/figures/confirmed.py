"""How long ago what each young person does was last confirmed, counted at once."""

from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.figures.last_confirmed import BANDS, GROUPS, Band
from tracker.store.database import base
from tracker.store.history.tallies import answers_of_day

#: Days since the newest confirmation, or else since it was ascertained.
_AGO = "%s::date - coalesce(o.verified, o.ascertained)"


def ages(as_of: date, *, within: Scope, mask: int) -> tuple[int, ...]:
    """The people with all bits of ``mask`` on a day, by BANDS.

    They count by what readers see of them.
    """
    found = [_is_in(band, as_of) for band in BANDS]
    counted = ", ".join(
        f"count(*) FILTER (WHERE {condition})" for condition, _ in found
    )
    ((*numbers,),) = base.stream(
        f"SELECT {counted} FROM positions o"
        " WHERE o.as_of = %s AND o.authority = ANY(%s)"
        f" AND o.answers = ANY({answers_of_day('t.answers & %s = %s')})",
        *(value for _, values in found for value in values),
        *(as_of, base.whole(within), as_of, mask, mask),
    )
    return tuple(numbers)


def in_group(group: str, as_of: date) -> tuple[str, tuple[Any, ...]]:
    """The SQL condition of a band for a position ``o``, and its values.

    Raises LookupError for a group that is none.
    """
    return _is_in(GROUPS[group], as_of)


def _is_in(band: Band, as_of: date) -> tuple[str, tuple[Any, ...]]:
    condition, values = f"{_AGO} >= %s", (as_of, band.first)
    if band.last is None:
        return condition, values
    return f"{condition} AND {_AGO} <= %s", (*values, as_of, band.last)
