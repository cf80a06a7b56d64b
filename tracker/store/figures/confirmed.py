"""How long ago what each young person does was last confirmed, counted at once."""

from collections.abc import Sequence
from datetime import date

from tracker.access import Scope
from tracker.store.database import base


def ages(
    as_of: date, *, within: Scope, mask: int, upto: Sequence[int]
) -> tuple[int, ...]:
    """The people with all bits of ``mask``, by days since the last confirmation.

    One number for each of ``upto``, those confirmed within so many days and not within
    fewer, and last those confirmed longer ago. What readers see is counted.
    """
    ago = "%s::date - coalesce(o.verified, o.ascertained)"
    below = [-1, *upto]
    counted = ", ".join(
        f"count(*) FILTER (WHERE {ago} > %s AND {ago} <= %s)" for _ in upto
    )
    values: list[object] = []
    for lower, upper in zip(below, upto, strict=False):
        values += [as_of, lower, as_of, upper]
    ((*found, longer),) = base.stream(
        f"SELECT {counted}, count(*) FILTER (WHERE {ago} > %s) FROM positions o"
        " WHERE o.as_of = %s AND o.authority = ANY(%s) AND o.answers & %s = %s",
        *(*values, as_of, upto[-1], as_of, base.whole(within), mask, mask),
    )
    return (*found, longer)
