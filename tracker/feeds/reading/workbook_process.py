"""Reads one workbook in a process of its own, within limits of memory and time.

The size of a workbook is not known before it is laid out, so it is laid out where
nothing else is lost if that fails. It runs as a program of its own: the workbook comes
from standard input, and each line of output is JSON, a sheet's name or one of its rows.
It imports no module of ours and has no environment.

See decision 0118.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

#: The longest text that a cell can hold in any spreadsheet program.
LONGEST_TEXT = 32_000

SHEET, ROW, REFUSED, END = "sheet", "row", "refused", "end"
TOO_MANY_SHEETS = "too many sheets"


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


def main(memory: int, seconds: int, sheets: int, rows: int) -> None:
    """Writes the sheets of the workbook on standard input, each with its first
    ``rows`` filled rows; 0 for all. A workbook with more ``sheets`` is refused.
    """
    # Each thread that a library starts reserves memory that it never touches.
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(sys.stdin.buffer)
        if len(workbook.sheets_metadata) > sheets:
            _say(TOO_MANY_SHEETS, len(workbook.sheets_metadata))
            return
        for each in workbook.sheets_metadata:
            sheet = workbook.get_sheet_by_name(each.name)
            visible = each.visible == SheetVisibleEnum.Visible
            last_row, last_column = (0, 0)
            if sheet.start is not None:
                last_row = sheet.start[0] + sheet.height
                last_column = sheet.start[1] + sheet.width
            _say(SHEET, each.name, visible, last_row, last_column)
            written = 0
            for number, given in enumerate(sheet.iter_rows(), start=1):
                cells = [cell_text(cell) for cell in given]
                if any(cells):
                    _say(ROW, number, cells)
                    written += 1
                    if written == rows:
                        break
    except (CalamineError, OSError, ValueError):
        _say(REFUSED)
    else:
        _say(END)


def _say(*values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
