"""A release as a file: mark, recipient and the meaning of symbols, then the table.

CSV has these lines above the table, so that they cannot be lost from it; a workbook has
them on the same sheet.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.reference.academic_year import say_date
from tracker.reporting.files import spreadsheets
from tracker.reporting.files.safe_text import Value, plain, safe, write_csv
from tracker.reporting.files.spreadsheets import LINE

_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Released:
    """What a file of a release holds. ``about`` are pairs of a heading and a text."""

    number: int
    title: str
    organisation: str
    as_of: date
    about: Sequence[tuple[str, str]]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]

    @property
    def name(self) -> str:
        """The name of the file, without its ending."""
        return f"release-{self.number}-{self.as_of.isoformat()}"


def csv(released: Released) -> bytes:
    """The release as CSV."""
    stream = io.StringIO(newline="")
    above: list[Sequence[Value]] = [*released.about, (), tuple(released.headings)]
    write_csv(stream, [released.title], [*above, *released.rows])
    return stream.getvalue().encode("utf-8")


def xlsx(released: Released) -> bytes:
    """The release as a workbook."""
    book = spreadsheets.Book(
        title=released.title,
        subject=released.title,
        organisation=released.organisation,
        as_of=released.as_of,
    )
    name = f"Release {released.number}"
    sheet = book.page(name, released.title, say_date(released.as_of), name)
    sheet.set_column(0, max(len(released.headings) - 1, 1), _WIDTH)
    row = 3
    for heading, text in released.about:
        sheet.write_string(row, 0, safe(heading), book.note)
        sheet.write_string(row, 1, safe(text))
        row += 1
    row += 1
    for column, heading in enumerate(released.headings):
        sheet.write_string(row, column, safe(heading), book.head)
    sheet.freeze_panes(row + 1, 0)
    number, text_style = book.style(**LINE), book.style(**LINE)
    for line in released.rows:
        row += 1
        for column, value in enumerate(line):
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, number)
            else:
                sheet.write_string(row, column, plain(value), text_style)
    return book.content()
