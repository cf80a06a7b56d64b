"""A table of figures as it may be shown, and the picture that can be made of it.

One panel is what a page, a workbook, a PDF and a CSV show alike: nothing is counted or
hidden after it has been made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.figures.disclosure import SUPPRESSED, Cell
from tracker.reporting.files.safe_text import Value

#: What stands for a number that there is none of: not published, or not held yet.
NOTHING = Cell(None)


class Kind(StrEnum):
    """How the numbers of a column are written."""

    COUNT = "count"  # 1,204
    PERCENT = "percent"  # 5.0%
    CHANGE = "change"  # +0.3, percentage points
    FIFTH = "fifth"  # middle: the third of five, from the best
    TEXT = "text"


#: What is said of five fifths of authorities, and of nought points.
FIFTHS = ("best", "second-best", "middle", "second-worst", "worst")
NO_CHANGE = "no change"

#: A column whose measure is that of each row.
BY_ROW = "by row"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``measure`` names the measure whose people a number opens.

    A percentage has one only where it stands without its count. ``counting`` says if
    those are opened who count, or all who are asked about. ``group`` is whom the column
    is about, where that is not the row; ``ending`` is what the group of the row is to
    be followed by. ``year_before`` says that its months are those a year before.
    """

    heading: str
    kind: Kind = Kind.COUNT
    measure: str | None = None
    counting: bool = True
    group: str | None = None
    ending: str = ""
    year_before: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``group`` is whom it is about, for the list behind it.

    ``everybody`` is said of a line that is about no group. ``month`` is the month of
    it, where that is not the panel's, and ``month_before`` that of its columns of the
    year before; ``measure`` the measure that the line is about, where lines are
    measures.
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
    """Some numbers with a name, one a label of the picture; None where there is none.

    ``faint`` is drawn so that it stands behind the others: last year, or England.
    """

    name: str
    numbers: tuple[float | None, ...]
    faint: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a panel: bars or lines. ``about`` tells it to who cannot see.

    ``top`` is where the scale ends, where numbers go beyond it
    (``reporting.panels.scale``).
    ``mark`` is a number that bars are held against, with its name.
    """

    kind: str  # bars, stack or lines
    title: str
    about: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = True
    top: float | None = None
    mark: tuple[str, float] | None = None

    def say(self, number: float) -> str:
        """A number of it as it is read."""
        return f"{number:.1f}%" if self.percent else f"{number:,.0f}"


@dataclass(frozen=True, slots=True)
class Panel:
    """One table with its title, what it is about, and the picture of it.

    ``by`` is the breakdown whose groups the rows are. ``corner`` heads the column of
    row titles.
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
        """Whether something is hidden, which then has to be explained."""
        cells = (cell for row in self.all_rows for cell in row.cells)
        return any(cell.symbol == SUPPRESSED for cell in cells)

    @property
    def all_rows(self) -> Iterator[Row]:
        yield from self.rows
        if self.bottom is not None:
            yield self.bottom

    def opens(self, row: Row, place: int) -> dict[str, str] | None:
        """What the list behind a number is asked for with; None where there is none."""
        column, cell = self.columns[place], row.cells[place]
        measure = row.measure if column.measure == BY_ROW else column.measure
        if measure is None or not cell.value:
            return None
        if row.group is None and not row.everybody:
            return None
        asked = {"measure": measure}
        if not column.counting:
            asked["counting"] = "no"
        month = row.month_before if column.year_before else row.month
        if month is not None:
            asked["month"] = month
        group = column.group if row.everybody else f"{row.group}{column.ending}"
        if group is not None and self.by is not None:
            asked |= {"breakdown": self.by, "group": group}
        return asked

    def table(self) -> tuple[list[str], list[list[Value]]]:
        """Headings and rows of plain values, for a CSV."""
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
    """A cell in a file: a number to reckon with, unless it stands for words."""
    if cell.value is None:
        return cell.symbol
    return say(cell, kind) if kind is Kind.FIFTH else cell.value


def say(cell: Cell, kind: Kind) -> str:
    """A cell as it is read: 1,204 or 5.0% or +0.3; its symbol; nothing for nothing."""
    if cell.value is None:
        return cell.symbol or ""
    if kind == Kind.PERCENT:
        return f"{cell.value:.1f}%"
    if kind == Kind.CHANGE:
        # A true minus: a hyphen is read out as nothing.
        said = f"{cell.value:+.1f}".replace("-", "−")
        return NO_CHANGE if said in ("+0.0", "−0.0") else said
    if kind == Kind.FIFTH:
        return FIFTHS[int(cell.value) - 1]
    if isinstance(cell.value, float) and cell.value != int(cell.value):
        return f"{cell.value:,.1f}"
    return f"{int(cell.value):,}"


def number(value: float | int | None) -> Cell:
    """A number that may be shown to anybody; nothing where there is none."""
    return NOTHING if value is None else Cell(value)
