"""The rows of a sender's table, by the names of our columns."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tracker.feeds.cells.empty_cells import drop_nothing
from tracker.feeds.cells.line_problems import BEYOND, CERTAIN, POSSIBLE, RUN_ON, cut
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.text_tables import Row, RunOn


def named_rows(
    lines: Iterable[Row],
    heading_at: int,
    headings: list[str],
    positions: dict[int, str],
    again: dict[int, str],
    long: frozenset[str],
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the headings, each with its line and its cells by our names.

    ``positions`` are the places of our columns, ``again`` those of further headings for
    them, which count where the first is empty. Rows without a value, and headings that
    are repeated, are left out. What is wrong with a row stands in it by one of the
    marks of ``line_problems``; cells longer than a page shows are cut, except ``long``.
    """
    wanted = list(positions.items())
    spare = list(again.items())
    width = len(headings)
    repeated = [heading_key(cell) for cell in headings]
    for line, cells in islice(lines, heading_at + 1, None):
        have = len(cells)
        values = {
            name: text
            for at, name in wanted
            if at < have and (text := cells[at].strip())
        }
        for at, name in spare:
            if name not in values and at < have and (text := cells[at].strip()):
                values[name] = text
        drop_nothing(values)
        if have > width and any(cell.strip() for cell in cells[width:]):
            values[BEYOND] = str(have)
        if isinstance(cells, RunOn):
            values[RUN_ON] = CERTAIN if cells.certain else POSSIBLE
        if not values:
            continue
        if cells[0] == headings[0] and [heading_key(c) for c in cells] == repeated:
            continue  # lists pasted one below the other bring their headings along
        cut(values, long)
        yield line, values
