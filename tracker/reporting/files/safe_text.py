"""Text that a spreadsheet can open safely, and CSV made of it.

A spreadsheet runs text that begins like a formula, so such text gets an apostrophe in
front, which spreadsheets read as "this is text". Numbers and dates are never changed.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TextIO

#: The characters with which a formula may begin, wide forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

MARKING = "OFFICIAL-SENSITIVE"

Value = str | int | float | date | None


def safe(text: str) -> str:
    """The text, with an apostrophe in front if it would be read as a formula.

    Leading spaces give no protection: some programs drop them first.
    """
    if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS):
        return "'" + text
    return text


def plain(value: Value) -> str:
    """A value as the text of a CSV cell: dates as 2026-11-04, None as empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def write_csv(
    stream: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> int:
    """Writes headings and rows and returns how many rows.

    The caller opens the stream with ``encoding="utf-8"`` and ``newline=""``. A byte
    order mark comes first: without it Excel reads UTF-8 as Windows text.
    """
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow([safe(heading) for heading in headings])
    written = 0
    for row in rows:
        writer.writerow([plain(value) for value in row])
        written += 1
    return written
