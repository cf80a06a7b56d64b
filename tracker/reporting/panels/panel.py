"""A panel: a table of figures after disclosure control, and its chart.

A page, a workbook, a PDF and a CSV all show the same panel: nothing is counted or
hidden after it has been made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from tracker.domain.figures.disclosure import SUPPRESSED, Cell
from tracker.reporting.files.safe_text import Value

#: The cell of a number that does not exist: not published, or not held yet.
NOTHING = Cell(None)


class Kind(StrEnum):
    """The way in which the numbers of a column are written."""

    COUNT = "count"  # 1,204
    PERCENT = "percent"  # 5.0%
    CHANGE = "change"  # +0.3, percentage points
    FIFTH = "fifth"  # 3rd: the third of five, from the best
    TEXT = "text"


#: The words for the quintiles of authorities, and for a change of zero.
FIFTHS = ("1st (best)", "2nd", "3rd", "4th", "5th (worst)")
NO_CHANGE = "no change"

#: The description of bars for the rows of the table.
IN_ORDER = "Bars, in the same order as the table below."

#: The measure of a column that takes it from each row.
BY_ROW = "by row"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``measure`` is the measure whose list of people a number opens.

    A percentage has one only if its count has no column. ``counting`` is whether the
    list has the people who count, or else all of the measure's base. ``group`` is the
    group of the column, where that is not the row's; ``ending`` is added to the group
    of the row. ``year_before`` means that the column is of the months a year before.
    A page finds some columns by their ``name``.
    """

    heading: str
    kind: Kind = Kind.COUNT
    measure: str | None = None
    counting: bool = True
    group: str | None = None
    ending: str = ""
    year_before: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``group`` is its group, for the list behind a number.

    ``everybody`` marks a line of the whole cohort. ``month`` is the month of the line,
    where that is not the panel's, and ``month_before`` the month of its columns of the
    year before. ``measure`` is the measure of the line, where lines are measures.
    """

    title: str
    cells: tuple[Cell, ...]
    group: str | None = None
    everybody: bool = False
    month: str | None = None
    month_before: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A named series of numbers, one for each label of the chart, or None.

    A ``faint`` series is drawn behind the others: last year, or England.
    """

    name: str
    numbers: tuple[float | None, ...]
    faint: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The chart of a panel: bars or lines. ``about`` describes it to a screen reader.

    ``top`` is the end of the scale, if numbers go beyond it
    (``reporting.panels.scale``). ``mark`` is a named number to compare bars with.
    """

    kind: str  # bars, stack or lines
    title: str
    about: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = True
    top: float | None = None
    mark: tuple[str, float] | None = None

    @classmethod
    def of_counts(
        cls,
        kind: str,
        title: str,
        about: str,
        rows: Sequence[Row],
        columns: Iterable[tuple[int, str]],
        top: float | None = None,
    ) -> "Picture":
        """The counts of some columns, by place and name; a label for each row."""
        series = (
            Series(name, tuple(as_number(row.cells[place]) for row in rows))
            for place, name in columns
        )
        labels = tuple(row.title for row in rows)
        return cls(kind, title, about, labels, tuple(series), percent=False, top=top)

    @property
    def limit(self) -> float:
        """The greatest number that is not beyond the scale."""
        return self.top or inf

    def say(self, number: float) -> str:
        """A number of the chart as text."""
        return f"{number:.1f}%" if self.percent else f"{number:,.0f}"


@dataclass(frozen=True, slots=True)
class Panel:
    """One table with its title, a sentence about it, and its chart.

    ``by`` is the breakdown whose groups are the rows. ``corner`` is the heading above
    the titles of rows.
    """

    name: str
    title: str
    about: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bottom: Row | None = None
    by: str | None = None
    picture: Picture | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def hides(self) -> bool:
        """Whether a cell is suppressed, so that the page must explain the symbol."""
        cells = (cell for row in self.all_rows for cell in row.cells)
        return any(cell.symbol == SUPPRESSED for cell in cells)

    @property
    def all_rows(self) -> Iterator[Row]:
        yield from self.rows
        if self.bottom is not None:
            yield self.bottom

    def line(self, measure: str) -> Row | None:
        """The line of a measure; None if there is none."""
        return next((row for row in self.rows if row.measure == measure), None)

    def column(self, name: str) -> int:
        """The place of the column of that name."""
        return [column.name for column in self.columns].index(name)

    def cell(self, row: Row, name: str) -> Cell:
        """The cell of a row in the column of that name."""
        return row.cells[self.column(name)]

    def opens(self, row: Row, place: int) -> dict[str, str] | None:
        """The query of the list behind a number; None if there is no list."""
        column, cell = self.columns[place], row.cells[place]
        measure = row.measure if column.measure == BY_ROW else column.measure
        if measure is None or not cell.value:
            return None
        if row.group is None and not row.everybody:
            return None
        query = {"measure": measure}
        if not column.counting:
            query["counting"] = "no"
        month = row.month_before if column.year_before else row.month
        if month is not None:
            query["month"] = month
        group = column.group if row.everybody else f"{row.group}{column.ending}"
        if group is not None and self.by is not None:
            query |= {"breakdown": self.by, "group": group}
        return query

    def table(self) -> tuple[list[str], list[list[Value]]]:
        """The headings and the rows of plain values, for a CSV."""
        headings = [
            self.corner,
            *(
                f"{column.heading}, per cent"
                if column.kind is Kind.PERCENT and "%" not in column.heading
                else column.heading
                for column in self.columns
            ),
        ]
        return headings, [
            [
                row.title,
                *(
                    _plain(cell, column.kind)
                    for cell, column in zip(row.cells, self.columns, strict=True)
                ),
            ]
            for row in self.all_rows
        ]


def _plain(cell: Cell, kind: Kind) -> Value:
    """A cell for a file: a number to calculate with, or the words of a fifth."""
    if cell.value is None:
        return cell.symbol
    return say(cell, kind) if kind is Kind.FIFTH else cell.value


def say(cell: Cell, kind: Kind) -> str:
    """A cell as text: 1,204 or 5.0% or +0.3; its symbol; empty for nothing."""
    if cell.value is None:
        return cell.symbol or ""
    if kind == Kind.PERCENT:
        return f"{cell.value:.1f}%"
    if kind == Kind.CHANGE:
        # A true minus sign: screen readers skip a hyphen.
        text = f"{cell.value:+.1f}".replace("-", "−")
        return NO_CHANGE if text in ("+0.0", "−0.0") else text
    if kind == Kind.FIFTH:
        return FIFTHS[int(cell.value) - 1]
    if isinstance(cell.value, float) and cell.value != int(cell.value):
        return f"{cell.value:,.1f}"
    return f"{int(cell.value):,}"


def stacked(
    title: str,
    about: str,
    rows: Sequence[Row],
    columns: Iterable[tuple[int, str]],
    top: float | None = None,
) -> Picture | None:
    """A bar for each row, divided by columns; None if a cell of the rows is hidden.

    A bar without its hidden parts would be too short.
    """
    if any(cell.value is None for row in rows for cell in row.cells):
        return None
    return Picture.of_counts("stack", title, about, rows, columns, top)


def as_number(cell: Cell) -> float | None:
    """The number that a cell shows; None if it shows no number."""
    return None if cell.value is None else float(cell.value)


def number(value: float | int | None) -> Cell:
    """The cell of a number that needs no protection; NOTHING for None."""
    return NOTHING if value is None else Cell(value)
