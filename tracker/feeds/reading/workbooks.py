"""Workbooks that programs save: XLSX, XLS, XLSB and OpenDocument.

Each is read in a process of its own with limits of memory and time; whatever fails
there becomes one sentence here.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from types import ModuleType
from typing import IO, Any, NamedTuple

from tracker.feeds.declaration import Unreadable
from tracker.feeds.reading import workbook_extent, workbook_process
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.text_tables import Row
from tracker.feeds.reading.workbook_extent import Book, TooLarge

#: More memory and time than laying out the largest list takes.
MOST_MEMORY = 900_000_000
MOST_SECONDS = 15
#: The time to find out why a workbook was too large.
SECONDS_TO_EXPLAIN = 5


class Sheet(NamedTuple):
    name: str
    visible: bool
    rows: list[Row]


class _GivenUp(Exception):
    """The process ended before it had read the workbook, or refused it."""


def sheets(file: Stored, *, most_rows: int | None = None) -> Iterator[Sheet]:
    """Every sheet with the rows that hold anything, or the first of them.

    Raises Unreadable for a workbook that is damaged, locked or larger than any list.
    """
    with tempfile.TemporaryFile() as copy:
        with file.open() as stream:
            while piece := stream.read(1 << 20):
                copy.write(piece)
        try:
            yield from _read(file.name, copy, most_rows or 0)
        except TooLarge as large:
            raise Unreadable(str(large)) from None
        except _GivenUp as given_up:
            why = _explained(file.name, copy) or str(given_up)
            raise Unreadable(why) from None


def _read(name: str, copy: IO[bytes], rows: int) -> Iterator[Sheet]:
    copy.seek(0)
    most = (MOST_MEMORY, MOST_SECONDS, workbook_extent.MOST_SHEETS, rows)
    with subprocess.Popen(  # noqa: S603 - our own program, nothing of the sender's
        _program(workbook_process, *most),
        stdin=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONIOENCODING": "utf-8"},
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield from _sheets_in(process.stdout, name, whole=not rows)
        finally:
            process.kill()


def _program(module: ModuleType, *arguments: object) -> list[str]:
    return [sys.executable, "-I", str(module.__file__), *map(str, arguments)]


def _explained(name: str, copy: IO[bytes]) -> str:
    """The reason why an XLSX is too large, "" where it cannot be found."""
    copy.seek(0)
    if copy.read(2) != b"PK":
        return ""
    copy.seek(0)
    most = (workbook_extent.limits().as_argument(), MOST_MEMORY, SECONDS_TO_EXPLAIN)
    done = subprocess.run(  # noqa: S603 - as above
        _program(workbook_extent, name, *most),
        stdin=copy,
        capture_output=True,
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return done.stdout.decode("utf-8", "replace")


def _sheets_in(lines: Any, name: str, *, whole: bool) -> Iterator[Sheet]:
    """The sheets, against the limits; ``whole`` where all their rows are read."""
    book = Book(name, workbook_extent.limits())
    sheet: Sheet | None = None
    last_row = last_column = filled = 0
    for line in lines:
        what, *values = json.loads(line)
        if what == workbook_process.ROW:
            number, cells = values
            filled += sum(map(bool, cells))
            book.text += sum(map(len, cells))
            book.check()
            assert sheet is not None
            sheet.rows.append((number, cells))
            continue
        if sheet is not None:
            book.lay_out(last_row, last_column, filled if whole else None)
            yield sheet
            sheet = None
        if what == workbook_process.SHEET:
            title, visible, last_row, last_column = values
            # One far cell of a short list shows once its rows have been counted.
            if book.box + last_row * last_column > book.most.cells * 5:
                raise book.too_many()
            sheet, filled = Sheet(title, visible, []), 0
        elif what == workbook_process.REFUSED:
            raise _GivenUp(refusal("broken workbook", name))
        elif what == workbook_process.TOO_MANY_SHEETS:
            raise refusal("too many sheets", name, sheets=values[0])
        else:
            return
    raise _GivenUp(refusal("too slow", name))
