"""A status that is blank in a table in which others have one.

A system leaves it blank for applicants and for who has left, so that a blank is no word
that somebody is there. Where the column is filled in for leavers alone, or for nobody,
a blank says nothing and the list itself puts them on the roll.

See decision 0117.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from itertools import chain, islice
from typing import TypeVar

from tracker.feeds.cells.line_problems import NO_STATUS
from tracker.feeds.rolls.enrolment_status import Standing, standing

#: What a column is used for shows in so many rows.
ROWS_LOOKED_AT = 1_000

_Row = TypeVar("_Row")


def marked(
    rows: Iterable[_Row],
    values: Callable[[_Row], MutableMapping[str, str]],
    column: str,
    *,
    may_be_blank: Callable[[_Row], bool],
    where: Callable[[str], Standing | None] = standing,
) -> Iterator[_Row]:
    """The rows, those with a blank status marked where others are said to be there.

    ``where`` says what a status means. Rows that ``may_be_blank`` say otherwise where
    somebody is.
    """
    stream = iter(rows)
    first = list(islice(stream, ROWS_LOOKED_AT))
    there = (Standing.ON_ROLL, Standing.GUEST)
    used = any(where(values(row).get(column, "")) in there for row in first)
    for row in chain(first, stream):
        held = values(row)
        if used and column not in held and not may_be_blank(row):
            held[NO_STATUS] = column
        yield row


def says_nothing(raw: Mapping[str, str]) -> bool:
    """Whether a row is one of those that were marked."""
    return NO_STATUS in raw
