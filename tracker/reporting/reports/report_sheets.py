"""A report as a workbook: a sheet about it, and one for each table and its chart."""

import io
import re
from datetime import datetime, time
from typing import Any

from tracker.domain.reference.academic_year import say_date
from tracker.reporting.files.safe_text import safe
from tracker.reporting.panels.panel import NO_CHANGE, Kind, Panel, Picture, Row, say
from tracker.reporting.reports.report import Document

TITLE_WIDTH, NUMBER_WIDTH, TEXT_WIDTH, PROSE_WIDTH = 36, 14, 40, 90
HEADINGS_ROW = 4
#: The characters that Excel forbids in the name of a sheet, and its greatest length.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


def made(document: Document) -> bytes:
    """The workbook of a report."""
    import xlsxwriter

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    workbook.set_properties(
        {
            "title": document.report.title,
            "subject": safe(document.report.audience),
            "author": document.organisation,
            "company": document.organisation,
            # Otherwise the library stores the moment of writing and no two files match.
            "created": datetime.combine(document.as_of, time()),
        }
    )
    book = _Book(workbook, document)
    book.about()
    for panel in document.panels:
        book.panel(panel)
    workbook.close()
    return stream.getvalue()


class _Book:
    """Writes the sheets, in the order of the report's sections."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self.book, self.document = workbook, document
        self.names: set[str] = set()
        base = {"font_name": "Arial", "font_size": 11, "valign": "top"}
        line = {"bottom": 1, "bottom_color": "#B1B4B6"}

        def style(**more: Any) -> Any:
            return workbook.add_format({**base, **more})

        self.title = style(bold=True, font_size=16)
        self.note = style(font_color="#505A5F")
        self.bold = style(bold=True)
        self.prose = style(text_wrap=True)
        head = {"bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#F3F2F1"}
        self.head = style(**head, valign="bottom")
        self.head_number = style(**head, valign="bottom", align="right")
        shapes = {
            Kind.COUNT: "#,##0",
            Kind.PERCENT: "0.0",
            Kind.CHANGE: f'+0.0;-0.0;"{NO_CHANGE}"',
            Kind.FIFTH: "@",
            Kind.TEXT: "@",
        }
        total = {"bold": True, "top": 1, "bottom": 1}
        self.text, self.total = style(**line, text_wrap=True), style(**total)
        self.numbers = {
            kind: style(**line, num_format=shape, align="right")
            for kind, shape in shapes.items()
        }
        self.totals = {
            kind: style(**total, num_format=shape, align="right")
            for kind, shape in shapes.items()
        }
        self.symbol = style(**line, italic=True, align="right")

    def sheet(self, name: str, title: str) -> Any:
        sheet = self.book.add_worksheet(self._name(name))
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self.document.name}&RPage &P of &N")
        sheet.write_string(0, 0, safe(title), self.title)
        sheet.write_string(1, 0, safe(self.document.subtitle), self.note)
        return sheet

    def _name(self, title: str) -> str:
        """An allowed name for a sheet that no other sheet has."""
        plain = _FORBIDDEN.sub(" ", title).strip() or "Table"
        name = plain[:LONGEST_NAME].strip()
        number = 2
        while name.casefold() in self.names:
            ending = f" {number}"
            name = plain[: LONGEST_NAME - len(ending)].strip() + ending
            number += 1
        self.names.add(name.casefold())
        return name

    def about(self) -> None:
        document = self.document
        sheet = self.sheet("About", document.report.title)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, PROSE_WIDTH)
        row = 3
        for heading, text in (
            ("For", document.report.audience),
            ("Purpose", document.report.purpose),
            ("As at", say_date(document.as_of)),
            *(("Note", note) for note in document.notes),
        ):
            sheet.write_string(row, 0, heading, self.bold)
            sheet.write_string(row, 1, safe(text), self.prose)
            sheet.set_row(row, 15 * (1 + len(text) // PROSE_WIDTH))
            row += 1

    def panel(self, panel: Panel) -> None:
        sheet = self.sheet(panel.title, panel.title)
        sheet.set_column(0, 0, TITLE_WIDTH)
        for place, column in enumerate(panel.columns, start=1):
            text = column.kind is Kind.TEXT
            sheet.set_column(place, place, TEXT_WIDTH if text else NUMBER_WIDTH)
        sheet.write_string(2, 0, safe(panel.about), self.note)
        row = HEADINGS_ROW
        sheet.set_row(row, 47)
        sheet.write_string(row, 0, panel.corner, self.head)
        for place, column in enumerate(panel.columns, start=1):
            style = self.head if column.kind is Kind.TEXT else self.head_number
            sheet.write_string(row, place, safe(column.heading), style)
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)
        for line in panel.rows:
            row += 1
            self.line(sheet, row, panel, line)
        last = row
        if panel.bottom is not None:
            row += 1
            self.line(sheet, row, panel, panel.bottom, total=True)
        for note in panel.notes:
            row += 1
            sheet.write_string(row + 1, 0, safe(note), self.note)
        if panel.picture is not None and last > HEADINGS_ROW:
            self.chart(sheet, panel, panel.picture, last, row + 3)

    def line(
        self, sheet: Any, at: int, panel: Panel, row: Row, *, total: bool = False
    ) -> None:
        sheet.write_string(at, 0, safe(row.title), self.total if total else self.text)
        styles = self.totals if total else self.numbers
        for place, (cell, column) in enumerate(
            zip(row.cells, panel.columns, strict=True), start=1
        ):
            if column.kind is Kind.FIFTH:
                words = say(cell, column.kind)
                sheet.write_string(at, place, words, styles[column.kind])
            elif cell.value is not None:
                sheet.write_number(at, place, cell.value, styles[column.kind])
            elif column.kind is Kind.TEXT:
                sheet.write_string(at, place, safe(cell.symbol or ""), self.text)
            elif cell.symbol:
                sheet.write_string(at, place, cell.symbol, self.symbol)
            else:
                sheet.write_blank(at, place, None, styles[column.kind])

    def chart(
        self, sheet: Any, panel: Panel, picture: Picture, last: int, below: int
    ) -> None:
        """Adds a chart that Excel draws from the cells of the table."""
        lines = picture.kind == "lines"
        drawn = _drawn(panel, picture)
        chart = self.book.add_chart({"type": "line" if lines else "bar"})
        name = sheet.get_name()
        for number, place in enumerate(drawn):
            colour = ("#16324F", "#6F777B")[number % 2]
            look: dict[str, Any] = (
                {"line": {"color": colour, "dash_type": ("solid", "dash")[number % 2]}}
                if lines
                else {"fill": {"color": colour}, "gap": 50}
            )
            chart.add_series(
                {
                    "name": [name, HEADINGS_ROW, place],
                    "categories": [name, HEADINGS_ROW + 1, 0, last, 0],
                    "values": [name, HEADINGS_ROW + 1, place, last, place],
                    **look,
                }
            )
        chart.set_title({"name": picture.title, "name_font": {"size": 12}})
        if lines and picture.top is not None:
            chart.set_y_axis({"min": 0, "max": picture.top})
        if not lines:
            chart.set_y_axis({"reverse": True, "line": {"none": True}})
        chart.set_legend({"position": "bottom"} if len(drawn) > 1 else {"none": True})
        height = 320 if lines else 120 + 24 * (last - HEADINGS_ROW)
        chart.set_size({"width": 900, "height": height})
        sheet.insert_chart(below, 0, chart, {"description": picture.about})


def _drawn(panel: Panel, picture: Picture) -> list[int]:
    """The columns of the sheet that a chart shows: percentages, or else counts."""
    wanted = Kind.PERCENT if picture.percent else Kind.COUNT
    of_kind = [
        place
        for place, column in enumerate(panel.columns, start=1)
        if column.kind is wanted
    ]
    named = [
        place
        for place in of_kind
        if panel.columns[place - 1].heading.removesuffix(" %") in picture.title
    ]
    if picture.kind == "lines":
        return of_kind
    # The longest name wins: "NEET or not known" contains "NEET".
    named.sort(key=lambda place: -len(panel.columns[place - 1].heading))
    return named[:1] or of_kind[:1]
