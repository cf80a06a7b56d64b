"""Text that may safely be opened in a spreadsheet, and CSV made of it.

A name that begins like a formula is run as one by a spreadsheet, so such text gets an
apostrophe in front, which spreadsheets take as "this is text". Numbers and dates are
never touched.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TextIO

#: What a spreadsheet may take for the beginning of a formula, wide forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

MARKING = "OFFICIAL-SENSITIVE"

Value = str | int | float | date | None


def safe(text: str) -> str:
    """The text with an apostrophe before it where it would be read as a formula.

    Spaces in front do not help: some programs drop them first.
    """
    if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS):
        return "'" + text
    return text


def plain(value: Value) -> str:
    """A value as the text of a CSV cell: dates as 2026-11-04, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def write_csv(
    stream: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> int:
    """Writes headings and rows and returns how many rows.

    The stream is to be opened with ``encoding="utf-8"`` and ``newline=""``: a byte
    order mark is written first, without which Excel takes UTF-8 for Windows text.
    """
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow([safe(heading) for heading in headings])
    written = 0
    for row in rows:
        writer.writerow([plain(value) for value in row])
        written += 1
    return written
