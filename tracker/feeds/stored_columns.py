"""The columns of feeds that are stored as lines, for the data dictionary."""

from collections.abc import Iterable

from tracker.domain.law.data_dictionary import Line, of_detail, of_handling
from tracker.feeds.declaration import Feed
from tracker.feeds.feed_columns import Column
from tracker.feeds.recognition import signatures


def lines(feeds: Iterable[Feed] | None = None) -> list[Line]:
    """Every column of personal data that the lines of feeds hold, of all by default.

    Raises ValueError for a column without a handling (Law D-01).
    """
    given = signatures.declared().values() if feeds is None else feeds
    found = (_line(feed, column) for feed in given for column in feed.columns)
    return [line for line in found if line is not None]


def _line(feed: Feed, column: Column) -> Line | None:
    """The line of a column, None where it is declared not personal."""
    name = f"staged_rows.raw.{feed.name}.{column.name}"
    try:
        if column.states:
            return of_detail(name, column.title, *column.states)
        return of_handling(name, column.title, column.handling)
    except KeyError:
        raise ValueError(
            f"The column {column.name} of the feed {feed.name} has no handling: name "
            "one in the columns.csv of the feed."
        ) from None
