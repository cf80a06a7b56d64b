"""Columns that a feed leaves out while it reads, and the note that names them."""

from collections.abc import Iterable, Iterator, Sequence

from tracker.feeds.file_reading import RawRow
from tracker.feeds.recognition.tables import MOST_NAMED, Table
from tracker.wording.quotations import clipped

#: Why columns are left out, in the words of the note.
MAY_NOT_BE_KEPT, NO_PURPOSE = "that may not be kept", "without a purpose here"


def left_out(tables: Sequence[Table], why: str = MAY_NOT_BE_KEPT) -> list[str]:
    """A note on the columns that are not read; nothing of them is stored."""
    unread = list(
        dict.fromkeys(clipped(heading) for table in tables for heading in table.unread)
    )
    if not unread:
        return []
    more = len(unread) - MOST_NAMED
    named = ", ".join(unread[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return [f"Columns {why}, and of which nothing is stored: {named}."]


def with_a_note(
    rows: Iterable[RawRow], notes: list[str], more: Sequence[str]
) -> Iterator[RawRow]:
    """The rows. The note on columns comes with them, as it explains no empty list."""
    for place, row in enumerate(rows):
        if not place:
            notes.extend(more)
        yield row
