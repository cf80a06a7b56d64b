"""Tables in workbooks: every sheet as numbered rows of text.

A cell becomes the text that the sender would have typed: whole numbers without .0,
dates in ISO form. Numbers that a spreadsheet shows as 1.23457E+09 are whole in the
file.
"""

import io
from collections.abc import Iterator
from typing import Any

from tracker.feeds import markup_tables, other_workbooks
from tracker.feeds.archives import measured
from tracker.feeds.feed import Unreadable
from tracker.feeds.old_office import OLD_OFFICE
from tracker.feeds.other_workbooks import Sheet
from tracker.feeds.reading import Stored
from tracker.feeds.text_tables import Row
from tracker.feeds.workbook_extent import refuse_too_large
from tracker.feeds.workbook_process import cell_text

#: The members that tell a binary workbook and an OpenDocument one from an XLSX.
_BESIDE = frozenset({"xl/workbook.bin", "content.xml"})


def sheets(
    file: Stored, hidden: list[str] | None = None
) -> Iterator[tuple[str, list[Row]]]:
    """The rows that hold anything of each sheet that does, by its name.

    A hidden sheet is last year's list more often than this year's, and whoever sends
    the file does not see it: it is left out, and its name goes to ``hidden``.
    Raises Unreadable for a workbook that is damaged, locked, larger inside than any
    list of young people, or with nothing to be seen in it beside hidden sheets.
    """
    unseen: list[str] = []
    seen = False
    for name, visible, rows in _every_sheet(file):
        if not rows:
            continue
        if visible:
            seen = True
            yield name, rows
        else:
            unseen.append(name)
    if unseen and not seen:
        raise Unreadable(
            f"The only sheet of {file.name} with anything in it, {unseen[0]}, is "
            "hidden; unhide it and send the file again."
        )
    if hidden is not None:
        hidden += unseen


def _every_sheet(file: Stored) -> Iterator[Sheet]:
    """The sheets of a workbook of any kind. Raises Unreadable."""
    head = file.beginning()
    if not head.startswith(b"PK"):
        if head.startswith(OLD_OFFICE):
            return other_workbooks.sheets(file)
        return markup_tables.sheets(file)
    members = {each.filename.casefold() for each in measured(file.name, file.open)}
    if members & _BESIDE:
        return other_workbooks.sheets(file)
    refuse_too_large(file)
    return _of_xlsx(file)


def _of_xlsx(file: Stored) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    with file.open() as stream:
        content = io.BytesIO(stream.read())
    try:
        workbook = CalamineWorkbook.from_filelike(content)
        for each in workbook.sheets_metadata:
            rows = _rows(workbook.get_sheet_by_name(each.name))
            yield Sheet(each.name, each.visible == SheetVisibleEnum.Visible, rows)
    except (CalamineError, OSError, ValueError):
        raise Unreadable(
            f"{file.name} cannot be opened as a workbook; save it again as XLSX or CSV."
        ) from None


def _rows(sheet: Any) -> list[Row]:
    return [
        (number, cells)
        for number, given in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        if any(cells := [cell_text(cell) for cell in given])
    ]
