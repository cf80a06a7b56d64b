"""The empty lists that senders download, fill in and send back."""

import csv
import io
from collections.abc import Sequence

from tracker.feeds.feed_columns import Column

#: The choices of a cell are offered as far down as a list may go.
_ROWS = 5000


def empty_list(
    columns: Sequence[Column],
    sheet: str,
    instructions: Sequence[str],
    *,
    as_csv: bool = False,
) -> bytes:
    """A list to fill in: a workbook with this sheet and one of instructions, or CSV
    headings alone.
    """
    return (
        _headings_alone(columns) if as_csv else _workbook(columns, sheet, instructions)
    )


def _headings_alone(columns: Sequence[Column]) -> bytes:
    """The headings as CSV, in the encoding that Excel recognises."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(column.title for column in columns)
    return text.getvalue().encode("utf-8-sig")


def _workbook(
    columns: Sequence[Column], title: str, instructions: Sequence[str]
) -> bytes:
    """A sheet to fill in, its columns formatted as text, and one of instructions."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        wrapped = book.add_format({"text_wrap": True})
        sheet = book.add_worksheet(title)
        for place, column in enumerate(columns):
            kind = day if column.kind == "date" else text
            sheet.set_column(place, place, max(12, len(column.title) + 2), kind)
            sheet.write_string(0, place, column.title, bold)
            if column.choices:
                # A sender who knows a better word may write it: Excel only warns.
                sheet.data_validation(
                    *(1, place, _ROWS, place),
                    {
                        "validate": "list",
                        "source": list(column.choices),
                        "error_type": "warning",
                        "error_message": f"For {column.title} choose one of the list.",
                    },
                )
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, _ROWS, len(columns) - 1)
        guide = book.add_worksheet("Instructions")
        guide.set_column(0, 0, 22)
        guide.set_column(1, 1, 90, wrapped)
        for line, sentence in enumerate(instructions):
            guide.write_string(line, 1, sentence, wrapped)
        first = len(instructions) + 1
        guide.write_row(first, 0, ("Heading", "What to write", "Needed"), bold)
        for line, column in enumerate(columns, start=first + 1):
            needed = "yes" if column.required else ""
            guide.write_row(line, 0, (column.title, column.about, needed))
    return content.getvalue()
