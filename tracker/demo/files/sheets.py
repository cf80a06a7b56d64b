"""Writing tables as senders do: CSV in several encodings, XLSX, with titles on top.

Every writer adds the person of each line to the truth. It writes the same bytes for the
same rows, so that a seed always makes the same files.
"""

import codecs
import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

from tracker.demo.truth.whose_line import Truth

Cell = str | date | int | float | None
#: The person that a row is about, or None, and the row's cells.
Row = tuple[str | None, Sequence[Cell]]

_ZIP_TIME = (2024, 1, 1, 0, 0, 0)
_MADE = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_PLAIN = str.maketrans("łŁøØđĐ", "lLoOdD")


@dataclass(frozen=True, slots=True)
class Look:
    """The format of a sender's table; ``dates`` is the format of its dates."""

    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = "%d/%m/%Y"
    titles: tuple[str, ...] = ()
    line_end: str = "\r\n"


@dataclass(frozen=True, slots=True)
class Target:
    """The place of a table: its path, and its name in the truth.

    With ``archive`` the table is written into that archive, and ``path`` is its path
    there.
    """

    path: Path
    name: str
    truth: Truth
    archive: zipfile.ZipFile | None = None


def write_csv(
    target: Target, headings: Sequence[str], rows: Iterable[Row], look: Look
) -> int:
    """Writes a table as text and returns its number of rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=look.delimiter, lineterminator=look.line_end)
    for title in look.titles:
        writer.writerow([title])
    writer.writerow(headings)
    first = len(look.titles) + 2
    count = 0
    for line, (person, cells) in enumerate(rows, start=first):
        count += 1
        writer.writerow(
            [
                cell.strftime(look.dates) if isinstance(cell, date) else cell
                for cell in cells
            ]
        )
        if person is not None:
            target.truth.add(target.name, line, person)
    text = out.getvalue().encode(look.encoding, "plain letters")
    if target.archive is not None:
        entry = zipfile.ZipInfo(target.path.as_posix(), _ZIP_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        target.archive.writestr(entry, text)
    else:
        target.path.parent.mkdir(parents=True, exist_ok=True)
        target.path.write_bytes(text)
    return count


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Plain letters in place of those that an encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    return plain(error.object[error.start : error.end]), error.end


codecs.register_error("plain letters", _in_plain_letters)


def plain(text: str) -> str:
    """The text without accents, as some systems store names."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def write_xlsx(
    target: Target,
    headings: Sequence[str],
    rows: Iterable[Row],
    titles: Sequence[str] = (),
) -> int:
    """Writes one sheet and returns its number of rows; dates and numbers are typed."""
    import xlsxwriter

    target.path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with xlsxwriter.Workbook(str(target.path), {"constant_memory": True}) as book:
        book.set_properties({"created": _MADE})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Sheet1")
        for at, title in enumerate(titles):
            sheet.write_string(at, 0, title)
        sheet.write_row(len(titles), 0, headings)
        for line, (person, cells) in enumerate(rows, start=len(titles) + 1):
            count += 1
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    moment = datetime.combine(cell, time())
                    sheet.write_datetime(line, column, moment, day)
                elif isinstance(cell, str):
                    # Text that looks like a number stays text.
                    sheet.write_string(line, column, cell)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
            if person is not None:
                # Excel counts lines from 1, its writer from 0.
                target.truth.add(target.name, line + 1, person)
    return count


def element(name: str, value: Cell) -> str:
    """An XML element, or an empty text where there is no value."""
    if value is None or value == "":
        return ""
    text = value.isoformat() if isinstance(value, date) else escape(str(value))
    return f"<{name}>{text}</{name}>"
