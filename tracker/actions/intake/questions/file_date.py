"""The as-at date that files give themselves, or else their first dated row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from tracker import feeds
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.dates import day_of
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import Context, Reading

#: If a column of days is empty in this many rows, it is not filled in at all.
ROWS_LOOKED_AT = 1_000


def opened(
    feed: Feed,
    paths: Sequence[Path],
    *,
    authority: str,
    institution: InstitutionRef | None,
    as_at: date | None,
    complete: bool,
    at: datetime,
    aliases: Mapping[str, str] | None,
) -> tuple[Reading, date | None]:
    """The files opened for reading, and their own day, or None if they give none.

    ``as_at`` is the day that a user gave. The rows are read as at that day, or else as
    at the files' own. If there is neither, the rows must not be read.
    Raises Unreadable.
    """

    def read(day: date) -> Reading:
        context = Context(
            authority=authority, as_at=day, institution=institution, complete=complete
        )
        return feeds.confined.read(feed, paths, context, aliases=aliases)

    reading = read(as_at or at.date())
    own = reading.as_at
    if own is None and reading.day_column is not None:
        own = _of_rows(reading, reading.day_column)
        # Finding the day used up the first rows.
        reading = read(as_at or own or at.date())
    return reading, own


def _of_rows(reading: Reading, column: str) -> date | None:
    first = islice(reading.rows, ROWS_LOOKED_AT)
    return next(filter(None, (day_of(row.values.get(column)) for row in first)), None)
