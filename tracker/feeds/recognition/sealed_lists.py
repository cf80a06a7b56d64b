"""What lists whose cells are all sealed have in common.

The columns that may not be kept are left out while a file is read, and a note names
them. No sentence about a line quotes a cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.feeds.cells.row import Row
from tracker.feeds.declaration import Problem, RawRow
from tracker.feeds.recognition.tables import MOST_NAMED, Table
from tracker.wording.quotations import clipped

_OTHERWISE = "The cells do not stand as the headings do."


def left_out(tables: Sequence[Table]) -> list[str]:
    """A note on the columns that may not be kept; nothing of them is stored."""
    unread = list(
        dict.fromkeys(clipped(heading) for table in tables for heading in table.unread)
    )
    if not unread:
        return []
    more = len(unread) - MOST_NAMED
    named = ", ".join(unread[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return [f"Columns that may not be kept, and of which nothing is stored: {named}."]


def with_a_note(
    rows: Iterable[RawRow], notes: list[str], more: Sequence[str]
) -> Iterator[RawRow]:
    """The rows. The note on columns comes with them, as it explains no empty list."""
    for place, row in enumerate(rows):
        if not place:
            notes.extend(more)
        yield row


def unquoted(
    row: Row, titles: Mapping[str, str], wrong: Mapping[str, str]
) -> Iterator[Problem]:
    """The problems of a row, one for each column and without its cell. ``wrong`` has
    the sentence for each column that may have one.
    """
    names = {title: name for name, title in titles.items()}
    stops: dict[str, bool] = {}
    for each in row.problems:
        stops[each.column] = stops.get(each.column, False) or each.stops
    for column, stop in stops.items():
        message = wrong.get(names.get(column, ""), _OTHERWISE)
        yield Problem(row.line, column, message, stop)
