"""Workbooks that programs save: XLSX, XLS, XLSB and OpenDocument.

How much a workbook holds is not known before it is laid out, so this runs in a confined
process, whose limits of memory and time end what is larger than any list (decision
0152).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.text_tables import Row

#: The pupils of the largest authority with all the columns of a census.
MOST_CELLS = 6_000_000
#: Twenty characters in each of those cells.
MOST_TEXT = 120_000_000
#: Where less than this share of so many cells is filled, one lies far outside the list.
SPARSE = 0.1
MOST_SPARSE = 1_000_000
#: A sheet for each tutor group, course and year is many; no list has more.
MOST_SHEETS = 250
#: The longest text that a cell can hold in any spreadsheet program.
LONGEST_TEXT = 32_000
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
#: So many different texts of cells are each held once.
MOST_REMEMBERED = 100_000


class Sheet(NamedTuple):
    name: str
    visible: bool
    rows: list[Row]


def sheets(file: Stored, *, most_rows: int | None = None) -> Iterator[Sheet]:
    """Every sheet with the rows that hold anything, or the first of them.

    Raises Unreadable for a workbook that is damaged, locked or larger than any list,
    and MemoryError.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    book = _Book(file.name)
    try:
        with file.open() as stream:
            workbook = CalamineWorkbook.from_filelike(stream)
        count = len(workbook.sheets_metadata)
        if count > MOST_SHEETS:
            raise refusal("too many sheets", file.name, sheets=count)
        for each in workbook.sheets_metadata:
            sheet = workbook.get_sheet_by_name(each.name)
            rows = book.rows(sheet, most_rows)
            visible = each.visible == SheetVisibleEnum.Visible
            yield Sheet(each.name, visible, rows)
    except (CalamineError, OSError, ValueError):
        raise refusal("broken workbook", file.name) from None
    except BaseException as error:
        # What the library itself stumbles over, as which no module gives a class.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("broken workbook", file.name) from None


class _Book:
    """The cells and the text of all sheets together, against the limits."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._box = self._text = 0

    def rows(self, sheet: Any, most: int | None) -> list[Row]:
        """The rows of a sheet that hold anything, or so many. Raises Unreadable."""
        last_row = last_column = filled = 0
        if sheet.start is not None:
            last_row = sheet.start[0] + sheet.height
            last_column = sheet.start[1] + sheet.width
        box = last_row * last_column
        # One far cell of a short list shows once its rows have been counted.
        if self._box + box > MOST_CELLS * 5:
            raise self._too_many()
        found: list[Row] = []
        # Most cells repeat another one, and a list of millions is to stay in memory.
        same: dict[str, str] = {}
        for number, given in enumerate(sheet.iter_rows(), start=1):
            cells = [same.setdefault(text, text) for text in map(cell_text, given)]
            if len(same) > MOST_REMEMBERED:
                same.clear()
            if not any(cells):
                continue
            found.append((number, cells))
            filled += sum(map(bool, cells))
            self._add_text(sum(map(len, cells)))
            if len(found) == most:
                break
        if most is None and box > MOST_SPARSE and filled < box * SPARSE:
            raise Unreadable(
                f"A sheet of {self._name} has a filled cell in row {last_row:,} and "
                f"one in column {last_column:,}; delete what lies outside the list."
            )
        self._box += box
        if self._box > MOST_CELLS:
            raise self._too_many()
        return found

    def _add_text(self, length: int) -> None:
        self._text += length
        if self._text > MOST_TEXT:
            raise Unreadable(
                f"The cells of {self._name} hold more than {MOST_TEXT:,} characters, "
                "which no list of young people does; send only the columns that were "
                "requested."
            )

    def _too_many(self) -> Unreadable:
        return Unreadable(
            f"{self._name} has more than {MOST_CELLS:,} cells; send it as CSV, or "
            "only the columns that were requested."
        )


def cell_text(cell: Any) -> str:
    """The text that the sender would have typed into the cell."""
    if isinstance(cell, str):
        # A workbook can spell out the one sign that no database takes.
        return cell[:LONGEST_TEXT].replace("\0", "").strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (date, time, timedelta)):
        return _moment(cell)
    return ("Y" if cell else "N") if isinstance(cell, bool) else str(cell)


def _moment(cell: date | time | timedelta) -> str:
    if isinstance(cell, timedelta):
        return str(cell.total_seconds() / 86_400)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat()
