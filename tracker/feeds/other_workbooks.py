"""Workbooks that are not XLSX: XLS, XLSB and OpenDocument, read beside this process."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tracker.feeds import workbook_process as beside
from tracker.feeds.feed import Unreadable
from tracker.feeds.reading import Stored
from tracker.feeds.text_tables import Row
from tracker.feeds.workbook_extent import MOST_CELLS, MOST_SPARSE, MOST_TEXT, SPARSE

#: What laying out the largest list takes, and what no list takes.
MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 30


class Sheet(NamedTuple):
    name: str
    visible: bool
    rows: list[Row]


def sheets(file: Stored) -> Iterator[Sheet]:
    """Every sheet with the rows that hold anything.

    Raises Unreadable for a workbook that is damaged, locked or larger than any list.
    """
    with file.open() as stream, tempfile.TemporaryFile() as copy:
        while piece := stream.read(1 << 20):
            copy.write(piece)
        copy.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own program, nothing of the sender's
            [
                *(sys.executable, "-I", str(Path(beside.__file__))),
                *(str(MOST_MEMORY), str(MOST_SECONDS)),
            ],
            stdin=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONIOENCODING": "utf-8"},
            text=True,
            encoding="utf-8",
        ) as process:
            try:
                yield from _said(file.name, process.stdout)
            finally:
                process.kill()


def _said(name: str, lines: Any) -> Iterator[Sheet]:
    held = _Held(name)
    sheet: Sheet | None = None
    for line in lines:
        what, *told = json.loads(line)
        if what == beside.ROW:
            number, cells = told
            held.count(cells)
            assert sheet is not None
            sheet.rows.append((number, cells))
            continue
        if sheet is not None:
            held.finish()
            yield sheet
            sheet = None
        if what == beside.SHEET:
            title, visible, last_row, last_column = told
            held.begin(last_row, last_column)
            sheet = Sheet(title, visible, [])
        elif what == beside.REFUSED:
            raise Unreadable(
                f"{name} cannot be opened as a workbook; save it again as XLSX or CSV."
            )
        else:
            return
    raise Unreadable(
        f"{name} takes more memory or time than any list of young people; delete what "
        "lies outside the list, or send it as CSV."
    )


class _Held:
    """What all sheets hold together, against the limits that XLSX has as well."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.box = self.text = 0
        self._row = self._column = self._given = 0

    def begin(self, last_row: int, last_column: int) -> None:
        self._row, self._column, self._given = last_row, last_column, 0
        self.box += last_row * last_column
        # One far cell of a short list is told apart once its rows have been counted.
        if self.box > MOST_CELLS * 5:
            raise self._too_many()

    def count(self, cells: list[str]) -> None:
        self._given += sum(map(bool, cells))
        self.text += sum(map(len, cells))
        if self.text > MOST_TEXT:
            raise Unreadable(
                f"The cells of {self.name} hold more than {MOST_TEXT:,} characters, "
                "which no list of young people does; send only the columns that were "
                "asked for."
            )

    def finish(self) -> None:
        box = self._row * self._column
        if box > MOST_SPARSE and self._given < box * SPARSE:
            raise Unreadable(
                f"A sheet of {self.name} has a filled cell in row {self._row:,} and "
                f"one in column {self._column:,}; delete what lies outside the list."
            )
        if self.box > MOST_CELLS:
            raise self._too_many()

    def _too_many(self) -> Unreadable:
        return Unreadable(
            f"{self.name} has more than {MOST_CELLS:,} cells; send it as CSV, or only "
            "the columns that were asked for."
        )
