"""Workbooks in the look of this service: their styles, and what every sheet has."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from tracker.reporting.files.safe_text import safe

_BASE = {"font_name": "Arial", "font_size": 11, "valign": "top"}
LINE = {"bottom": 1, "bottom_color": "#B1B4B6"}
HEAD = {"bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#F3F2F1"}
TOTAL = {"bold": True, "top": 1, "bottom": 1}


class Book:
    """A workbook in memory, with the styles that its sheets have in common."""

    def __init__(
        self, *, title: str, subject: str, organisation: str, as_of: date, **more: str
    ) -> None:
        import xlsxwriter

        self._stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self._stream,
            {
                # Temporary files would hold young people's names, and stay behind if
                # the disk is full. A school's leavers are few enough for memory.
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self.book.set_properties(
            {
                "title": title,
                "subject": safe(subject),
                "author": organisation,
                "company": organisation,
                # Otherwise the library stores the moment of writing and no two files
                # match.
                "created": datetime.combine(as_of, time()),
                **more,
            }
        )
        self.title = self.style(bold=True, font_size=16)
        self.note = self.style(font_color="#505A5F")
        self.prose = self.style(text_wrap=True)
        self.head = self.style(**HEAD, valign="bottom")
        self.symbol = self.style(**LINE, italic=True, align="right")
        self.total = self.style(**TOTAL)

    def style(self, **more: Any) -> Any:
        return self.book.add_format({**_BASE, **more})

    def page(
        self, name: str, title: str, below: str, footer: str, *, landscape: bool = True
    ) -> Any:
        """A sheet that prints on A4, with its title and a line below it."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{footer}&RPage &P of &N")
        sheet.write_string(0, 0, safe(title), self.title)
        sheet.write_string(1, 0, safe(below), self.note)
        return sheet

    def drawn(
        self,
        kind: str,
        title: str,
        sheet: str,
        rows: tuple[int, int],
        series: Iterable[tuple[Any, int, Mapping[str, Any]]],
    ) -> Any:
        """A chart of these rows of a sheet, for the caller to insert.

        ``series`` are the name, the column and the look of each.
        """
        first, last = rows
        chart = self.book.add_chart({"type": kind})
        for name, column, look in series:
            chart.add_series(
                {
                    "name": name,
                    "categories": [sheet, first, 0, last, 0],
                    "values": [sheet, first, column, last, column],
                    **look,
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        if kind == "bar":
            chart.set_y_axis({"reverse": True, "line": {"none": True}})
        return chart

    def content(self) -> bytes:
        """The whole file, once all sheets are written."""
        self.book.close()
        return self._stream.getvalue()
