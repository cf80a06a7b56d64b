"""The empty enrolment list that colleges download, fill in and send back."""

import csv
import io

from tracker.feeds.enrolment.columns import COLUMNS

_INSTRUCTIONS = (
    "One row for each learner aged 14 to 18, or up to 25 with an EHC plan.",
    "Give ULN or UPN if you have it; without either, name, DOB and Postcode decide.",
    "Leave a cell empty rather than writing unknown. Leave columns empty that you "
    "cannot fill; do not delete or rename the headings.",
    "A learner who has left stays in the list with an EndDate.",
    "Leave out adults and higher education, and do not add a title above the headings.",
)

#: The choices of a cell are offered as far down as a list may go.
_ROWS = 5000


def empty_list(*, as_csv: bool = False) -> bytes:
    """The empty list to fill in: a workbook with instructions, or CSV headings."""
    return _headings_alone() if as_csv else _workbook()


def _headings_alone() -> bytes:
    """The headings as CSV, in the encoding that Excel recognises."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(column.title for column in COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def _workbook() -> bytes:
    """A sheet to fill in, its columns formatted as text, and one of instructions."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        wrapped = book.add_format({"text_wrap": True})
        sheet = book.add_worksheet("Enrolments")
        for place, column in enumerate(COLUMNS):
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
        sheet.autofilter(0, 0, _ROWS, len(COLUMNS) - 1)
        guide = book.add_worksheet("Instructions")
        guide.set_column(0, 0, 22)
        guide.set_column(1, 1, 90, wrapped)
        for line, sentence in enumerate(_INSTRUCTIONS):
            guide.write_string(line, 1, sentence, wrapped)
        first = len(_INSTRUCTIONS) + 1
        guide.write_row(first, 0, ("Heading", "What to write", "Needed"), bold)
        for line, column in enumerate(COLUMNS, start=first + 1):
            needed = "yes" if column.required else ""
            guide.write_row(line, 0, (column.title, column.about, needed))
    return content.getvalue()
