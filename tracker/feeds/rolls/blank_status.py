"""A blank status in a table in which other rows have one.

A system leaves it blank for applicants and for leavers, so a blank does not show that
the learner is there. If the column is filled in only for leavers, or never, a blank
shows nothing: then the list itself puts the learner on the roll.

See decision 0117.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from itertools import chain, islice
from typing import TypeVar

from tracker.feeds.cells.line_problems import NO_STATUS
from tracker.feeds.rolls.enrolment_status import Standing, standing

#: So many rows show the use of a column.
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
    """The rows; one with a blank status is marked where other rows are on the roll.

    ``where`` gives the standing of a status. Rows that ``may_be_blank`` show in another
    column whether the learner is there.
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
    """Whether ``marked`` has marked a row."""
    return NO_STATUS in raw
