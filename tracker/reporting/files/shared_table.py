"""A list that leaves the council, as CSV or workbook, with its mark on it."""

from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from typing import BinaryIO

from tracker.reporting.files.safe_text import safe, write_csv
from tracker.reporting.files.spreadsheets import Book

#: The heading of the last column: each row says which disclosure it is from.
MARK = "Disclosure"


def write_list(
    stream: BinaryIO,
    form: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    mark: str,
    about: Sequence[tuple[str, str]],
    organisation: str,
    as_of: date,
) -> None:
    """Writes a list in the form "csv" or "xlsx".

    A workbook has a sheet with the lines ``about`` it; a CSV has the mark in each row.
    """
    marked = [[*row, mark] for row in rows]
    if form == "csv":
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        write_csv(text, [*headings, MARK], marked)
        text.detach()  # closing the stream is the caller's
        return
    title = dict(about).get("What", mark)
    book = Book(
        title=title, subject=f"{mark}: {title}", organisation=organisation, as_of=as_of
    )
    sheet = book.page("List", title, f"{mark}. OFFICIAL-SENSITIVE", mark)
    widths = [
        min(40, max(len(str(cell)) for cell in column) + 2)
        for column in zip([*headings, MARK], *marked, strict=True)
    ]
    for at, (heading, width) in enumerate(zip([*headings, MARK], widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(3, at, safe(heading), book.head)
    line = book.style()
    for down, row in enumerate(marked, 4):
        for at, cell in enumerate(row):
            sheet.write_string(down, at, safe(cell), line)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    note = book.page("About this list", "About this list", mark, mark, landscape=False)
    note.set_column(0, 0, 16)
    note.set_column(1, 1, 90)
    for down, (label, words) in enumerate(about, 3):
        note.write_string(down, 0, safe(label), book.head)
        note.write_string(down, 1, safe(words), book.prose)
    stream.write(book.content())
