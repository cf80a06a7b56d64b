"""Tables in workbooks: every sheet as numbered rows of text.

A cell becomes the text that the sender would have typed: whole numbers without .0,
dates in ISO form. Numbers that a spreadsheet shows as 1.23457E+09 are whole in the
file.

See decision 0068.
"""

import zipfile
from collections.abc import Iterator

from tracker.feeds.reading import markup_tables, workbooks
from tracker.feeds.reading.archives import measured
from tracker.feeds.reading.old_office import OLD_OFFICE
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.text_tables import Row
from tracker.feeds.reading.workbooks import Sheet


def sheets(
    file: Stored,
    hidden: list[str] | None = None,
    *,
    most_rows: int | None = None,
) -> Iterator[tuple[str, list[Row]]]:
    """The filled rows of each filled sheet, by its name; ``most_rows`` limits them to
    the first.

    A hidden sheet is last year's list more often than this year's, and the sender does
    not see it. So it is left out, and its name goes to ``hidden``. Raises Unreadable
    for a workbook that is damaged, locked, larger inside than any list of young people,
    or empty but for hidden sheets.
    """
    unseen: list[str] = []
    seen = False
    for name, visible, rows in _every_sheet(file, most_rows):
        if not rows:
            continue
        if visible:
            seen = True
            yield name, rows
        else:
            unseen.append(name)
    if unseen and not seen:
        raise refusal("hidden sheet", file.name, sheet=unseen[0])
    if hidden is not None:
        hidden += unseen


def _every_sheet(file: Stored, most_rows: int | None) -> Iterator[Sheet]:
    """The sheets of a workbook of any kind. Raises Unreadable."""
    head = file.beginning()
    if head.startswith(b"PK"):
        _refuse_declarations(file)
    elif not head.startswith(OLD_OFFICE):
        return markup_tables.sheets(file)
    return workbooks.sheets(file, most_rows=most_rows)


#: Where a declaration would stand: before the first element.
_HEAD = 1_000


def _refuse_declarations(file: Stored) -> None:
    """Raises Unreadable for a damaged archive, and for one whose XML declares things,
    which no spreadsheet program's does.
    """
    members = measured(file.name, file.open)
    with file.open() as stream, zipfile.ZipFile(stream) as archive:
        for member in members:
            with archive.open(member) as part:
                declared = b"<!DOCTYPE" in part.read(_HEAD)
            if declared:
                raise refusal("broken workbook", file.name)
