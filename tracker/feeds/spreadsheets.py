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


def sheets(file: Stored) -> Iterator[tuple[str, list[Row]]]:
    """The rows that hold anything of each sheet that does, by its name.

    Raises Unreadable for a workbook that is damaged, locked, or larger inside than any
    list of young people.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    measured(file.name, file.open)
    refuse_too_large(file)
    with file.open() as stream:
        content = io.BytesIO(stream.read())
    try:
        workbook = CalamineWorkbook.from_filelike(content)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            rows = [
                (number, cells)
                for number, given in enumerate(
                    sheet.to_python(skip_empty_area=False), start=1
                )
                if any(cells := [_text(cell) for cell in given])
            ]
            if rows:
                yield name, rows
    except (CalamineError, OSError, ValueError):
        raise Unreadable(
            f"{file.name} cannot be opened as a workbook; save it again as XLSX or CSV."
        ) from None


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
