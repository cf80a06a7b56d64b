"""Answers at a terminal: tables that fit its width, and long ones a page at a time.

A file or another program that reads the answer has every line whole.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice

import click

from tracker.domain.figures.disclosure import NOT_APPLICABLE, SUPPRESSED

#: Shown in place of a number that was never recorded.
NOT_HELD = "not held"
#: A number as a cell shows it, and the texts of cells without a number.
_NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")
_NO_NUMBER = frozenset(("", SUPPRESSED, NOT_APPLICABLE, NOT_HELD))


def width() -> int | None:
    """The columns of the terminal that shows the answer, None where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of rows under headings, numbers to the right.

    At a terminal they fit its width. Without rows the only line is "None.".
    """
    if not rows:
        yield "None."
        return
    columns = [_column(each) for each in zip(*rows, strict=True)]
    widths = [
        max(len(heading), *map(len, cells))
        for heading, (cells, _) in zip(headings, columns, strict=True)
    ]
    most = width()
    if most is not None and sum(widths) + 2 * len(widths) - 2 > most:
        yield from _fitted(headings, columns, most)
        return
    padded = [
        [f"{cell:{'>' if right else '<'}{wide}}" for cell in (heading, *cells)]
        for heading, (cells, right), wide in zip(headings, columns, widths, strict=True)
    ]
    for line in zip(*padded, strict=True):
        yield "  ".join(line).rstrip()


def _column(cells: Sequence[str]) -> tuple[list[str], bool]:
    """The cells of a column, numbers aligned, and whether they are numbers."""
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
    if not all(cell in _NO_NUMBER or _NUMBER.fullmatch(cell) for cell in cells):
        return list(cells), False
    after = {cell: len(cell) - len(cell.partition(".")[0]) for cell in numbers}
    most = max(after.values(), default=0)
    return [cell + " " * (most - after.get(cell, most)) for cell in cells], True


def _fitted(
    headings: Sequence[str], columns: Sequence[tuple[list[str], bool]], most: int
) -> list[str]:
    """The lines of a table within a width: words go on below, numbers stay whole."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for heading, (_, right) in zip(headings, columns, strict=True):
        drawn.add_column(
            Text(heading),
            justify="right" if right else "left",
            no_wrap=right,
            overflow="fold",
        )
    for row in zip(*(cells for cells, _ in columns), strict=True):
        drawn.add_row(*map(Text, row))
    written = StringIO()
    Console(file=written, width=most, color_system=None).print(drawn)
    return [line.rstrip() for line in written.getvalue().splitlines()]


def show(lines: Iterable[str]) -> None:
    """Prints lines; at a terminal that has too few rows for them, a page at a time.

    ``PAGER`` names the program that shows pages; ``PAGER=cat`` shows all at once.
    """
    rest = iter(lines)
    if width() is None or not sys.stdin.isatty():
        for line in rest:
            click.echo(line)
        return
    # Under the answer there is a line for the next command.
    first = list(islice(rest, shutil.get_terminal_size().lines))
    if len(first) < shutil.get_terminal_size().lines:
        for line in first:
            click.echo(line)
        return
    # What less shows stays on the screen when it ends.
    os.environ.setdefault("LESS", "-FRX")
    # The pager ends the last line itself.
    click.echo_via_pager(chain([first[0]], _below(chain(first[1:], rest))))


def _below(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"\n{line}"
