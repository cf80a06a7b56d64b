"""A table without the headings of a feed, in the sentence that refuses it."""

import re
from collections.abc import Iterable, Sequence

from tracker.feeds.cells.dates import day_of
from tracker.feeds.headings.matched_headings import HeadingRow
from tracker.wording.quotations import clipped

#: Up to here the headings that are understood are named.
MOST_KNOWN = 12
#: One of those that are not understood may be the one that is missing, so as good as
#: every list has room for all of them.
MOST_STRANGE = 40

#: What stands in a line of a list and in no heading: a date, a number, an address.
_OF_A_LINE = re.compile(r"\d{5}|@|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|^[A-Z]\d{6}")


def nothing_found(needed: Iterable[str], rows: int, first: Sequence[str]) -> str:
    """What is wrong with a file of whose ``rows`` none has the ``needed`` headings;
    ``first`` is its first row.
    """
    return (
        f"none of its first {rows} rows has the headings {', '.join(needed)}; it "
        f"begins with {_begins_with(first) or 'nothing'}."
    )


def incomplete(missing: Iterable[str], found: HeadingRow) -> str:
    """What is wrong with a table that lacks the ``missing`` columns. The headings that
    are not understood come last, where a reader looks for the one that is meant.
    """
    known = _in_words((found.cells[at] for at in found.positions), MOST_KNOWN)
    strange = _in_words(
        (cell for at, cell in enumerate(found.cells) if at not in found.positions),
        MOST_STRANGE,
    )
    what = f"not understood are {strange}" if strange else "it has no others"
    return (
        f"it has no column {', '.join(dict.fromkeys(missing))}. Of its headings "
        f"{known} are understood; {what}."
    )


def _begins_with(cells: Sequence[str]) -> str:
    """The first row in words. The record of a failed load must not name a person."""
    if any(_OF_A_LINE.search(cell) or day_of(cell) for cell in cells):
        return "a line that has values and no headings"
    return _in_words(cells, MOST_KNOWN)


def _in_words(cells: Iterable[str], most: int) -> str:
    """Headings in words. With a quotation mark out of place, one has whole lines of the
    list, which may name a person.
    """
    given = [
        "a cell with several lines of values"
        if "\n" in cell.strip() and _OF_A_LINE.search(cell)
        else clipped(cell.strip())
        for cell in cells
        if cell.strip()
    ]
    return ", ".join(given[:most]) + (" and more" if len(given) > most else "")
