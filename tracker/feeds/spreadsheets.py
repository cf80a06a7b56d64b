"""Tables in workbooks: every sheet as numbered rows of text.

A cell becomes the text that the sender would have typed: whole numbers without .0,
dates in ISO form. Numbers that a spreadsheet shows as 1.23457E+09 are whole in the
file.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from tracker.feeds.archives import measured
from tracker.feeds.feed import Unreadable
from tracker.feeds.reading import Stored
from tracker.feeds.text_tables import LONGEST_FIELD, Row

#: A sheet is laid out in memory from its first to its last filled cell.
MOST_CELLS = 15_000_000

_FILLED = re.compile(rb'<c (?:[^>]*? )?r="([A-Z]{1,3})(\d{1,7})"[^>/]*>')


def sheets(file: Stored) -> Iterator[tuple[str, list[Row]]]:
    """Each sheet that holds anything, by its name.

    Raises Unreadable for a workbook that is damaged, locked, or larger inside than any
    list of young people.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    measured(file.name, file.open)
    _refuse_sparse(file)
    with file.open() as stream:
        content = io.BytesIO(stream.read())
    try:
        workbook = CalamineWorkbook.from_filelike(content)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            rows = [
                (number, [_text(cell) for cell in cells])
                for number, cells in enumerate(
                    sheet.to_python(skip_empty_area=False), start=1
                )
            ]
            if any(any(cells) for _, cells in rows):
                yield name, rows
    except (CalamineError, OSError, ValueError):
        raise Unreadable(
            f"{file.name} cannot be opened as a workbook; save it again as XLSX or CSV."
        ) from None


def _refuse_sparse(file: Stored) -> None:
    """One forgotten cell in the far corner would be paid for in memory."""
    with file.open() as stream, zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
                continue
            columns: set[bytes] = set()
            last_row = 0
            rest = b""
            with archive.open(member) as sheet:
                while piece := sheet.read(1 << 20):
                    piece = rest + piece
                    for found in _FILLED.finditer(piece):
                        columns.add(found[1])
                        last_row = max(last_row, int(found[2]))
                    rest = piece[-200:]
            last_column = max(map(_column_number, columns), default=0)
            if last_row * last_column > MOST_CELLS:
                raise Unreadable(
                    f"A sheet of {file.name} has a filled cell in row {last_row:,} and "
                    f"one in column {last_column:,}; delete what lies outside the list."
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell[:LONGEST_FIELD].strip()
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
