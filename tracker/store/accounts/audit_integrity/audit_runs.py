"""The order in which seals were made, of all authorities together."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from tracker.store.database import base


class SealTimes(NamedTuple):
    """When a seal was made, and the moment that it names as that of those before it.

    ``id`` is its number among the seals of every chain.
    """

    id: int
    authority: str
    month: date
    number: int
    lines: int
    sealed_at: datetime
    previous_at: datetime | None


_MADE = "SELECT id, authority, month, number, lines, sealed_at, previous_at FROM"


def in_order() -> Iterator[SealTimes]:
    """Every seal in the order of making, with the last ones of deleted months.

    No other query may run until the last one has been taken.
    """
    rows = base.stream(
        f"{_MADE} audit_seals UNION ALL {_MADE} audit_dropped ORDER BY 1, 2, 3, 4"
    )
    return map(SealTimes._make, rows)
