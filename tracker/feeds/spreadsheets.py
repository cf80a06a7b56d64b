"""Tables in workbooks: every sheet as numbered rows of text.

A cell becomes the text that the sender would have typed: whole numbers without .0,
dates in ISO form. Numbers that a spreadsheet shows as 1.23457E+09 are whole in the
file.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from tracker.feeds.archives import measured
from tracker.feeds.feed import Unreadable
from tracker.feeds.reading import Stored
from tracker.feeds.text_tables import LONGEST_FIELD, Row
from tracker.feeds.workbook_extent import refuse_too_large


def sheets(
    file: Stored, hidden: list[str] | None = None
) -> Iterator[tuple[str, list[Row]]]:
    """The rows that hold anything of each sheet that does, by its name.

    A hidden sheet is last year's list more often than this year's, and whoever sends
    the file does not see it: it is left out, and its name goes to ``hidden``.
    Raises Unreadable for a workbook that is damaged, locked, larger inside than any
    list of young people, or with nothing to be seen in it beside hidden sheets.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    measured(file.name, file.open)
    refuse_too_large(file)
    with file.open() as stream:
        content = io.BytesIO(stream.read())
    try:
        workbook = CalamineWorkbook.from_filelike(content)
        unseen: list[str] = []
        seen = False
        for each in workbook.sheets_metadata:
            rows = _rows(workbook.get_sheet_by_name(each.name))
            if not rows:
                continue
            if each.visible == SheetVisibleEnum.Visible:
                seen = True
                yield each.name, rows
            else:
                unseen.append(each.name)
    except (CalamineError, OSError, ValueError):
        raise Unreadable(
            f"{file.name} cannot be opened as a workbook; save it again as XLSX or CSV."
        ) from None
    if unseen and not seen:
        raise Unreadable(
            f"The only sheet of {file.name} with anything in it, {unseen[0]}, is "
            "hidden; unhide it and send the file again."
        )
    if hidden is not None:
        hidden += unseen


def _rows(sheet: Any) -> list[Row]:
    return [
        (number, cells)
        for number, given in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        if any(cells := [_text(cell) for cell in given])
    ]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        # A workbook can spell out the one sign that no database takes.
        return cell[:LONGEST_FIELD].replace("\0", "").strip()
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
