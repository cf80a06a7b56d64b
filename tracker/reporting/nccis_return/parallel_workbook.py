"""The workbook of a parallel run: the causes, the months, and every difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.reporting.files.safe_text import MARKING, Value, safe
from tracker.reporting.files.spreadsheets import LINE, Book

_HEAD = 3
_TITLES = ("Cause", "Differences", "Young people", "What it means")
_MONTHS = (
    *("Month", "File", "In theirs", "In ours", "In both", "Equal", "Equal (%)"),
    *("Differences", "Unexplained"),
)
_ROWS = (
    *("Young person", "Name", "Date of birth", "Their ID", "Their line", "Field"),
    *("Ours", "Theirs", "Cause", "Why"),
)
_WIDTHS = {
    _TITLES: (22, 13, 14, 90),
    _MONTHS: (16, 34, 11, 10, 10, 10, 11, 13, 13),
    _ROWS: (14, 28, 14, 16, 11, 26, 24, 24, 18, 50),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the workbook: its name, its headings and its rows."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def workbook(
    title: str,
    below: str,
    *,
    causes: Iterable[Sequence[Value]],
    months: Iterable[Sequence[Value]],
    rows: Iterable[Sequence[Value]],
    organisation: str,
    as_of: date,
) -> bytes:
    """The workbook: a sheet of causes, one of months and one of differences.

    The rows are those of ``_TITLES``, ``_MONTHS`` and ``_ROWS``.
    """
    book = Book(
        title=title,
        subject=title,
        organisation=organisation,
        as_of=as_of,
        comments=MARKING,
    )
    styles = (
        book.style(**LINE),
        book.style(**LINE, num_format="d mmm yyyy", align="left"),
    )
    for sheet in (
        Sheet("Causes", _TITLES, list(causes)),
        Sheet("Months", _MONTHS, list(months)),
        Sheet("Differences", _ROWS, list(rows)),
    ):
        page = book.page(sheet.name, title, below, MARKING)
        for at, width in enumerate(_WIDTHS[sheet.headings]):
            page.set_column(at, at, width)
            page.write_string(_HEAD, at, safe(sheet.headings[at]), book.head)
        for down, row in enumerate(sheet.rows, _HEAD + 1):
            for at, value in enumerate(row):
                _write(page, down, at, value, *styles)
        page.freeze_panes(_HEAD + 1, 0)
        page.repeat_rows(_HEAD)
        if sheet.rows:
            last = len(sheet.headings) - 1
            page.autofilter(_HEAD, 0, _HEAD + len(sheet.rows), last)
    return book.content()


def _write(page: Any, down: int, at: int, value: Value, text: Any, day: Any) -> None:
    if value is None or value == "":
        page.write_blank(down, at, None, text)
    elif isinstance(value, date):
        page.write_datetime(down, at, value, day)
    elif isinstance(value, str):
        page.write_string(down, at, safe(value), text)
    else:
        page.write_number(down, at, value, text)
