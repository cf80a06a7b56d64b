"""The workbook of leavers' destinations that a school or college downloads.

Five sheets: every leaver who may be listed, the totals beside the authority's, the
totals by group, three leaving years side by side, and the meaning of the terms. It is
also printed in black and white, so colour alone carries no meaning. Every sheet names
its recipient, its as-at date, and how it must be handled.
"""

from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from tracker.domain.figures.disclosure import NOT_APPLICABLE, SUPPRESSED, Cell, Shown
from tracker.domain.leavers.destinations import Destinations, Group
from tracker.domain.leavers.sustained import PROVISIONAL
from tracker.domain.reference.academic_year import say_date
from tracker.reporting.destinations import bar_chart, leaver_table
from tracker.reporting.destinations.about import paragraphs
from tracker.reporting.files import spreadsheets
from tracker.reporting.files.safe_text import MARKING, Value, safe
from tracker.reporting.files.spreadsheets import HEAD, LINE, TOTAL
from tracker.reporting.files.whole_files import whole

TITLE_ROWS = 4  # title, who it is for, a blank line, headings
CATEGORY_WIDTH = 42
NUMBER_WIDTH = 14
PROSE_WIDTH = 76  # one page of A4, also where fitting to it fails


def write_workbook(
    target: Path | BinaryIO,
    destinations: Destinations,
    *,
    authority_name: str,
    mark: str = "",
) -> None:
    """Writes the whole workbook to a path or a binary stream, or nothing at all.

    Each sheet shows the ``mark`` of the disclosure. Raises NotWritable for a path that
    cannot be written to.
    """
    made = _made(destinations, authority_name, mark)
    if isinstance(target, Path):
        with whole(target) as file:
            file.write_bytes(made)
    else:
        target.write(made)


def _made(destinations: Destinations, authority_name: str, mark: str) -> bytes:
    book = _Book(destinations, authority_name, mark)
    book.leavers()
    book.totals()
    book.by_group()
    book.three_years()
    book.about()
    return book.content()


class _Book(spreadsheets.Book):
    """Writes the sheets, in the order they are shown and each from the top down."""

    def __init__(
        self, destinations: Destinations, authority_name: str, mark: str
    ) -> None:
        super().__init__(
            title=f"Destinations of {destinations.left} leavers",
            subject=destinations.institution_name,
            organisation=authority_name,
            as_of=destinations.as_of,
            comments=MARKING,
        )
        self.destinations = destinations
        self.authority_name = authority_name
        self.mark = f" {mark}." if mark else ""
        self.symbols: set[str] = set()  # those on the sheet that is being written
        number = {"num_format": "#,##0", "align": "right"}
        self.wrapped_note = self.style(font_color="#505A5F", text_wrap=True)
        self.section = self.style(bold=True, font_size=13)
        self.head_number = self.style(**HEAD, align="right")
        self.text = self.style(**LINE)
        self.date = self.style(**LINE, num_format="d mmm yyyy", align="left")
        self.count = self.style(**LINE, **number)
        self.percent = self.style(**LINE, num_format="0.0", align="right")
        self.total_count = self.style(**TOTAL, **number)

    # --- What every sheet has -------------------------------------------------------

    def sheet(self, name: str, title: str, *, landscape: bool = True) -> Any:
        self.symbols.clear()
        day = f"As at {say_date(self.destinations.as_of)}"
        sheet = self.page(name, title, self.handling, day, landscape=landscape)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        sheet.set_header(f"&L{_footer(self.destinations.institution_name)}&R{MARKING}")
        return sheet

    @property
    def where(self) -> str:
        """The title of the list, the totals and the groups, with the day."""
        destinations = self.destinations
        title = f"Where your {destinations.left} leavers"
        if destinations.now:
            return f"{title} are"
        return f"{title} were on {say_date(destinations.reported_on)}"

    @property
    def handling(self) -> str:
        """The recipient and as-at date of a sheet, and how it must be handled."""
        return (
            f"{MARKING}. For {self.destinations.institution_name} only. "
            f"As at {say_date(self.destinations.as_of)}. From {self.authority_name}."
            f"{self.mark}"
        )

    def heading(
        self, sheet: Any, row: int, headings: list[str], lines: int = 2
    ) -> None:
        sheet.set_row(row, 15 * lines + 2)
        for column, heading in enumerate(headings):
            style = self.head if column == 0 else self.head_number
            sheet.write_string(row, column, safe(heading), style)

    def cell(self, sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
        if cell.value is None:
            self.symbols.add(cell.symbol or "")
            sheet.write_string(row, column, cell.symbol or "", self.symbol)
        else:
            sheet.write_number(row, column, cell.value, style)

    def value(self, sheet: Any, row: int, column: int, value: Value) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self.text)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.date)
        else:
            sheet.write_string(row, column, safe(str(value)), self.text)

    # --- The sheets -------------------------------------------------------------------

    def leavers(self) -> None:
        destinations = self.destinations
        sheet = self.sheet("Leavers", self.where)
        columns = leaver_table.columns(destinations)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        if destinations.not_listed:
            some = "leaver is" if destinations.not_listed == 1 else "leavers are"
            sheet.write_string(
                2,
                0,
                f"{destinations.not_listed} more {some} not listed because the record "
                "is restricted; they are not in your totals either.",
                self.note,
            )
        row = TITLE_ROWS - 1
        sheet.set_row(row, 48)
        for place, column in enumerate(columns):
            sheet.write_string(row, place, column.heading, self.head)
        sheet.freeze_panes(TITLE_ROWS, 3)
        sheet.repeat_rows(row)
        for leaver in leaver_table.rows(destinations):
            row += 1
            for place, value in enumerate(leaver):
                self.value(sheet, row, place, value)
        if destinations.leavers:
            sheet.autofilter(TITLE_ROWS - 1, 0, row, len(columns) - 1)

    def totals(self) -> None:
        destinations = self.destinations
        sheet = self.sheet("Totals", f"{self.where}, in all", landscape=False)
        sheet.set_column(0, 0, CATEGORY_WIDTH)
        sheet.set_column(1, 4, NUMBER_WIDTH)
        row = TITLE_ROWS - 1
        sheet.freeze_panes(TITLE_ROWS, 1)
        sheet.repeat_rows(row)
        # The last day first: the list and the groups are of that day.
        first, last = row + 1, row
        for day in reversed(destinations.days):
            several = len(destinations.days) > 1
            destination = (
                f"Destination {leaver_table.when(day)}" if several else "Destination"
            )
            self.heading(
                sheet,
                row,
                [destination, "Your leavers", "%", "The authority", "The authority, %"],
            )
            below = self.side_by_side(sheet, row + 1, [day.totals])
            if day.on == destinations.reported_on:
                last = below
            row = below + 2
        row = self.key(sheet, row)
        row = self.sources(sheet, row + 1)
        bars = bar_chart.bars(self, self.where, sheet="Totals", rows=(first, last - 1))
        about = "The percentages in the table above, as bars"
        # One row more than it needs: rows are higher with other fonts.
        sheet.insert_chart(row + 3, 0, bars, {"description": about})

    def side_by_side(self, sheet: Any, row: int, groups: list[Group]) -> int:
        """One line per destination, here and authority; returns the total's row."""
        sides = [shown for group in groups for shown in (group.here, group.authority)]
        for column, label in enumerate(sides[0].columns):
            sheet.write_string(row, 0, label[:1].upper() + label[1:], self.text)
            for at, shown in enumerate(sides):
                count, percent = shown.cells[0][column], shown.percents[0][column]
                self.cell(sheet, row, 2 * at + 1, count, self.count)
                self.cell(sheet, row, 2 * at + 2, percent, self.percent)
            row += 1
        sheet.write_string(row, 0, "All leavers", self.total)
        for at, shown in enumerate(sides):
            self.cell(sheet, row, 2 * at + 1, shown.row_totals[0], self.total_count)
            sheet.write_blank(row, 2 * at + 2, None, self.total)
        return row

    def sources(self, sheet: Any, row: int) -> int:
        """How many of the listed leavers each kind of source confirmed."""
        self.heading(sheet, row, ["Confirmed by", "Leavers listed"])
        for source, people in self.destinations.confirmations:
            row += 1
            sheet.write_string(row, 0, source[:1].upper() + source[1:], self.text)
            self.cell(sheet, row, 1, people, self.count)
        return row

    def by_group(self) -> None:
        destinations = self.destinations
        sheet = self.sheet("By group", f"{self.where}, by group")
        first = destinations.by_group[0].here
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, len(first.columns) + 1, 13)
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)
        row = TITLE_ROWS - 2
        for group in destinations.by_group:
            for title, shown in (
                (f"{group.title}: your leavers", group.here),
                (f"{group.title}: the authority", group.authority),
            ):
                row = self.grid(sheet, row + 1, title, shown)
        self.key(sheet, row + 1)

    def grid(self, sheet: Any, row: int, title: str, shown: Shown) -> int:
        """A table of groups (rows) by destinations (columns); returns the next row."""
        sheet.write_string(row, 0, title, self.section)
        self.heading(sheet, row + 1, ["", *shown.columns, "All"], lines=4)
        row += 2
        for label, cells, total in zip(
            shown.rows, shown.cells, shown.row_totals, strict=True
        ):
            sheet.write_string(row, 0, label, self.text)
            for column, cell in enumerate(cells):
                self.cell(sheet, row, column + 1, cell, self.count)
            self.cell(sheet, row, len(cells) + 1, total, self.count)
            row += 1
        sheet.write_string(row, 0, "All", self.total)
        for column, cell in enumerate((*shown.bottom, shown.total)):
            self.cell(sheet, row, column + 1, cell, self.total_count)
        return row + 1

    def three_years(self) -> None:
        destinations = self.destinations
        sheet = self.sheet("Three years", "Three leaving years side by side")
        sheet.set_column(0, 0, CATEGORY_WIDTH)
        sheet.set_column(1, 4 * len(destinations.years), 12)
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)
        row = self.years(
            sheet,
            TITLE_ROWS - 2,
            "On the first 31 October after leaving",
            [year.here for year in destinations.years],
        )
        row = self.years(
            sheet,
            row + 1,
            f"In education, training or work for two terms ({PROVISIONAL})",
            [year.outcomes for year in destinations.years],
        )
        self.key(sheet, row + 1)

    def years(self, sheet: Any, row: int, title: str, years: list[Group]) -> int:
        sheet.write_string(row, 0, title, self.section)
        names = [
            f"{year.left} {what}"
            for year in self.destinations.years
            for what in ("leavers", "%", "authority", "authority %")
        ]
        self.heading(sheet, row + 1, ["", *names])
        return self.side_by_side(sheet, row + 2, years) + 1

    def key(self, sheet: Any, row: int) -> int:
        """The meaning of the symbols; z is explained only where the sheet has one."""
        sentences = [
            f"{SUPPRESSED}: hidden in the authority's figures, because a small number "
            "of people would be shown or could be worked out."
        ]
        if NOT_APPLICABLE in self.symbols:
            sentences.append(
                f"{NOT_APPLICABLE}: does not apply: there are no leavers to take a "
                "percentage of."
            )
        for sentence in sentences:
            sheet.write_string(row, 0, sentence, self.note)
            row += 1
        return row

    def about(self) -> None:
        sheet = self.sheet("About", "What these figures are", landscape=False)
        sheet.set_column(0, 0, PROSE_WIDTH)
        # Text wider than the one column would be cut off on paper.
        sheet.set_row(1, _height(self.handling))
        sheet.write_string(1, 0, self.handling, self.wrapped_note)
        row = 3
        for heading, sentences in paragraphs(self.destinations, self.authority_name):
            sheet.write_string(row, 0, heading, self.section)
            row += 1
            for sentence in sentences:
                sheet.set_row(row, _height(sentence))
                sheet.write_string(row, 0, sentence, self.prose)
                row += 1
            row += 1
        sheet.print_area(0, 0, row, 0)


def _height(sentence: str) -> int:
    """The height of a row whose sentence is wrapped into lines."""
    return 15 * (len(sentence) // (PROSE_WIDTH - 4) + 1)


def _footer(text: str) -> str:
    """Text for the margin of a page, where "&" would begin an instruction."""
    return text[:100].replace("&", "&&")  # the margin holds 255 characters
