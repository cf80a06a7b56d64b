"""A report as a workbook: a sheet about it, and one for each table and its chart."""

import re
from typing import Any

from tracker.domain.reference.academic_year import say_date
from tracker.reporting.files import spreadsheets
from tracker.reporting.files.safe_text import safe
from tracker.reporting.files.spreadsheets import HEAD, LINE, TOTAL
from tracker.reporting.panels.panel import NO_CHANGE, Kind, Panel, Picture, Row, say
from tracker.reporting.reports.report import Document

TITLE_WIDTH, NUMBER_WIDTH, TEXT_WIDTH, PROSE_WIDTH = 36, 14, 40, 90
HEADINGS_ROW = 4
#: The characters that Excel forbids in the name of a sheet, and its greatest length.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


def made(document: Document) -> bytes:
    """The workbook of a report."""
    book = _Book(document)
    book.about()
    for panel in document.panels:
        book.panel(panel)
    return book.content()


class _Book(spreadsheets.Book):
    """Writes the sheets, in the order of the report's sections."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            title=document.report.title,
            subject=document.report.audience,
            organisation=document.organisation,
            as_of=document.as_of,
        )
        self.document = document
        self.names: set[str] = set()
        self.bold = self.style(bold=True)
        self.head_number = self.style(**HEAD, valign="bottom", align="right")
        self.text = self.style(**LINE, text_wrap=True)
        shapes = {
            Kind.COUNT: "#,##0",
            Kind.PERCENT: "0.0",
            Kind.CHANGE: f'+0.0;-0.0;"{NO_CHANGE}"',
            Kind.FIFTH: "@",
            Kind.TEXT: "@",
        }
        self.numbers, self.totals = (
            {
                kind: self.style(**of, num_format=shape, align="right")
                for kind, shape in shapes.items()
            }
            for of in (LINE, TOTAL)
        )

    def sheet(self, name: str, title: str) -> Any:
        document = self.document
        return self.page(self._name(name), title, document.subtitle, document.name)

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
        last = row + len(panel.rows)
        for line in panel.all_rows:
            row += 1
            self.line(sheet, row, panel, line)
        for note in panel.notes:
            row += 1
            sheet.write_string(row + 1, 0, safe(note), self.note)
        if panel.picture is not None and last > HEADINGS_ROW:
            self.chart(sheet, panel, panel.picture, last, row + 3)

    def line(self, sheet: Any, at: int, panel: Panel, row: Row) -> None:
        total = row is panel.bottom
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
        name = sheet.get_name()
        series = []
        for number, place in enumerate(drawn):
            colour = ("#16324F", "#6F777B")[number % 2]
            look: dict[str, Any] = (
                {"line": {"color": colour, "dash_type": ("solid", "dash")[number % 2]}}
                if lines
                else {"fill": {"color": colour}, "gap": 50}
            )
            series.append(([name, HEADINGS_ROW, place], place, look))
        kind, rows = "line" if lines else "bar", (HEADINGS_ROW + 1, last)
        chart = self.drawn(kind, picture.title, name, rows, series)
        if lines and picture.top is not None:
            chart.set_y_axis({"min": 0, "max": picture.top})
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
    if picture.kind == "lines":
        return of_kind
    headings = {place: panel.columns[place - 1].heading for place in of_kind}
    named = [n for n in of_kind if headings[n].removesuffix(" %") in picture.title]
    # The longest name wins: "NEET or not known" contains "NEET".
    named.sort(key=lambda place: -len(headings[place]))
    return named[:1] or of_kind[:1]
