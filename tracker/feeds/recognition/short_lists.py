"""Short lists that a user pastes, or sends as a file, for a page to show and check."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from tracker.feeds.feed_columns import Column, Needs
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.sources import Stored
from tracker.feeds.recognition.tables import Wanted, open_tables

#: A line of a list: its number, and its cells by the names of our columns.
ListLine = tuple[int, Mapping[str, str]]


def pasted(text: str) -> list[list[str]]:
    """The cells of each line of a pasted list, also of the empty ones.

    Raises Unreadable for an empty list, and for a quotation mark that is not closed.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not lines.strip():
        raise Unreadable("Paste a list, or choose a file.")
    first = lines.split("\n", 1)[0]
    delimiter = next((sign for sign in ("\t", ";") if sign in first), ",")
    try:
        return list(csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Unreadable(
            "The list cannot be read: a closing quotation mark is missing."
        ) from None


def named(
    files: Iterable[Stored],
    what: str,
    headings: Mapping[str, Sequence[str]],
    needs: Needs,
    most: int,
) -> list[ListLine]:
    """The lines of a CSV file or workbook by our columns, at most one more than
    ``most``.

    ``headings`` are those that each column may have, the first of them its title.
    Raises Unreadable.
    """
    columns = tuple(
        Column(name, given[0], tuple(given[1:])) for name, given in headings.items()
    )
    found: list[ListLine] = []
    for table in open_tables(files, Wanted("", what, columns, needs)):
        for line in table.rows:
            found.append(line)
            if len(found) > most:
                return found
    return found


def as_text(lines: Iterable[ListLine], headings: Mapping[str, Sequence[str]]) -> str:
    """The lines as a list that can be pasted: each where it was, below our headings."""
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(given[0] for given in headings.values())
    at = 2
    for number, cells in lines:
        text.write("\n" * (number - at))
        written.writerow(" ".join(cells.get(name, "").split()) for name in headings)
        at = max(number, at) + 1
    return text.getvalue()
