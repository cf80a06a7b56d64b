"""A list that a page offers as CSV and as a workbook: the same columns in both."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.reporting.files.safe_text import MARKING, Value, plain, safe, write_csv
from tracker.reporting.files.spreadsheets import LINE, Book

#: The forms in which a list is offered.
FORMS = ("csv", "xlsx")
#: The row of the headings: above it the title, a line below it and an empty row.
_HEAD = 3
_WIDEST, _OF_DATES = 40, 14


def listed(
    form: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    title: str,
    organisation: str,
    as_of: date,
) -> bytes:
    """A list as a file in one of the FORMS.

    In a workbook dates and numbers are typed, so that they sort as such; the headings
    stay in sight and have filters.
    """
    if form == "csv":
        text = io.StringIO(newline="")
        write_csv(text, headings, rows)
        return text.getvalue().encode()
    every = [tuple(row) for row in rows]
    book = Book(
        title=title,
        subject=title,
        organisation=organisation,
        as_of=as_of,
        comments=MARKING,
    )
    sheet = book.page("List", title, f"{MARKING}. From {organisation}.", MARKING)
    for at, (heading, *cells) in enumerate(zip(headings, *every, strict=True)):
        sheet.set_column(at, at, _width(heading, cells))
        sheet.write_string(_HEAD, at, safe(heading), book.head)
    text_style, day_style = (
        book.style(**LINE),
        book.style(**LINE, num_format="d mmm yyyy", align="left"),
    )
    for down, row in enumerate(every, _HEAD + 1):
        for at, value in enumerate(row):
            _write(sheet, down, at, value, day_style, text_style)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.autofilter(_HEAD, 0, _HEAD + len(every), len(headings) - 1)
    return book.content()


def _width(heading: str, cells: Iterable[Value]) -> int:
    longest = max((len(plain(cell)) for cell in cells), default=0)
    # A heading of several words wraps; its longest word does not.
    word = max(map(len, heading.split()), default=0)
    return min(_WIDEST, max(longest, word, _OF_DATES - 4) + 2)


def _write(sheet: Any, down: int, at: int, value: Value, day: Any, text: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(down, at, None, text)
    elif isinstance(value, date):
        sheet.write_datetime(down, at, value, day)
    elif isinstance(value, str):
        sheet.write_string(down, at, safe(value), text)
    else:
        sheet.write_number(down, at, value, text)
