"""Disclosure control: the cells of a counted table that may be shown.

A count of one to five people is hidden ("c"), with as many other cells as are needed so
that it cannot be worked out from the totals. A percentage of fewer than ten people is
hidden too. A percentage of no people is "z", not applicable.

DfE publishes its figures with the same symbols; its threshold is not public, so ours is
a parameter. Several tables of the same people by the same columns are suppressed
together (``Suppression.apply``), because they share their bottom row.

See decisions 0038 and 0103.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from tracker.domain.figures.complement import Grid, Place, complement

SUPPRESSED = "c"
NOT_APPLICABLE = "z"


def half_up(value: Fraction | int, places: int = 1) -> float:
    """Rounded with halves away from nought, as published figures are."""
    exact = Fraction(value)
    return _half_up(exact.numerator, exact.denominator, places)


def _half_up(above: int, below: int, places: int = 1) -> float:
    """``half_up`` of a fraction, in whole numbers for speed: a page rounds hundreds."""
    unit: int = 10**places
    whole = (2 * abs(above) * unit + below) // (2 * below)
    return (whole if above >= 0 else -whole) / unit


def percent(part: Fraction | int, of: Fraction | int) -> float | None:
    """``part`` in a hundred ``of``, to one decimal place; None where ``of`` is 0."""
    if not of:
        return None
    above, below = part.numerator * of.denominator, part.denominator * of.numerator
    return _half_up(100 * above, below)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that may be shown, or the symbol in its place."""

    value: float | int | None
    symbol: str | None = None

    def __str__(self) -> str:
        return (self.symbol or "") if self.value is None else str(self.value)


HIDDEN = Cell(None, SUPPRESSED)
NO_PEOPLE = Cell(None, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Table:
    """People counted by rows and columns; each person in one cell.

    ``known`` is given where the readers of the table also have a list of some of the
    people: the number in each cell that they can count from it. The others are then
    protected from a reader who subtracts the list from the table. The row ``unseen``
    counts in the totals and is never shown.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    known: tuple[tuple[int, ...], ...] | None = None
    unseen: str | None = None

    def __post_init__(self) -> None:
        for numbers in (self.counts, self.known):
            if numbers is not None and (
                len(numbers) != len(self.rows)
                or any(len(row) != len(self.columns) for row in numbers)
            ):
                raise ValueError("the table needs a count for each row and column")

    @property
    def bottom(self) -> tuple[int, ...]:
        return _sums(self.counts, len(self.columns))


@dataclass(frozen=True, slots=True)
class Shown:
    """The table to show, with its totals and the percentages of each row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    percents: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    bottom: tuple[Cell, ...]
    bottom_percents: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Suppression:
    """The limits that protect a table.

    ``threshold``: counts from one to this are hidden; 0 hides nothing.
    ``percent_base``: percentages of fewer people than this are hidden. ``nearest``:
    counts are rounded to this, 10 for regions and the country as DfE does; percentages
    are taken before rounding.
    """

    threshold: int = 5
    percent_base: int = 10
    nearest: int = 1

    def apply(self, *tables: Table) -> list[Shown]:
        """The tables to show, of tables that count the same people by the same columns.

        Raises ValueError where their bottom rows differ.
        """
        if not tables:
            return []
        for one, other in pairwise(tables):
            if (one.columns, one.bottom) != (other.columns, other.bottom):
                raise ValueError("tables of the same people must have the same totals")
        grids = [_grid(table.counts, table.rows) for table in tables]
        for table, grid in zip(tables, grids, strict=True):
            if table.unseen is not None:
                grid.hide_row(table.rows.index(table.unseen))
        bottom = _grid((tables[0].bottom,), ("",))
        self._hide_small(grids, bottom)
        if any(table.known for table in tables):
            self._hide_unlisted(grids, bottom, tables)
        return [
            self._shown(table, grid, bottom)
            for table, grid in zip(tables, grids, strict=True)
        ]

    def withhold(self, *tables: Table) -> list[Shown]:
        """The tables with every cell hidden, where they count too few other people."""
        shown = []
        for table in tables:
            rows = tuple(row for row in table.rows if row != table.unseen)
            hidden = (HIDDEN,) * len(table.columns)
            shown.append(
                Shown(
                    rows=rows,
                    columns=table.columns,
                    cells=(hidden,) * len(rows),
                    percents=(hidden,) * len(rows),
                    row_totals=(HIDDEN,) * len(rows),
                    bottom=hidden,
                    bottom_percents=hidden,
                    total=HIDDEN,
                )
            )
        return shown

    def count(self, number: int) -> Cell:
        """A single count, outside a table."""
        return HIDDEN if self._is_small(number) else self._cell(number)

    def percent(self, part: int, of: int) -> Cell:
        """A single percentage, outside a table; a reader can infer its count."""
        if not of:
            return NO_PEOPLE
        if self._is_small(part) or self._is_small(of - part):
            return HIDDEN
        return self._percent(part, of)

    def _is_small(self, number: int) -> bool:
        return 1 <= number <= self.threshold

    def _cell(self, number: int) -> Cell:
        return Cell(int(_half_up(number, self.nearest, 0)) * self.nearest)

    def _percent(self, part: int, of: int) -> Cell:
        return HIDDEN if of < self.percent_base else Cell(percent(part, of))

    def _hide_small(self, grids: list[Grid], bottom: Grid) -> None:
        for grid in (*grids, bottom):
            grid.hidden |= {
                place for place in _places(grid) if self._is_small(grid.at(place))
            }
        # In rows of a few people the noughts disclose where they are not.
        for grid in grids:
            for row, numbers in enumerate(grid.counts):
                if self._is_small(numbers[grid.total_column]):
                    grid.hide_row(row)
        # Hidden totals may need protection themselves: repeat until nothing changes.
        before = -1
        while before != (now := sum(len(grid.hidden) for grid in (*grids, bottom))):
            before = now
            complement(
                grids,
                bottom,
                [(n, at) for n, grid in enumerate(grids) for at in sorted(grid.hidden)],
                [column for _, column in sorted(bottom.hidden)],
            )

    def _hide_unlisted(
        self, grids: list[Grid], bottom: Grid, tables: Sequence[Table]
    ) -> None:
        """Protects the people who are not on the readers' own list."""
        targets: list[tuple[int, Place]] = []
        for number, (grid, table) in enumerate(zip(grids, tables, strict=True)):
            known = _with_totals(table.known or table.counts)
            grid.floor = _floor(known)
            targets += [
                (number, place)
                for place in _places(grid)
                if place[1] < grid.total_column
                and self._is_small(grid.at(place) - known[place[0]][place[1]])
            ]
            targets += [
                (number, place)
                for place in self._in_small_rows(grid, known)
                if (number, place) not in targets
            ]
        listed = _with_totals(
            (_sums(tables[0].known or tables[0].counts, len(tables[0].columns)),)
        )
        bottom.floor = _floor(listed)
        columns = [
            column
            for column in range(bottom.total_column)
            if self._is_small(bottom.at((0, column)) - listed[0][column])
        ]
        for number, place in targets:
            grids[number].hidden.add(place)
        bottom.hidden |= {(0, column) for column in columns}
        complement(grids, bottom, targets, columns)
        # The cells hidden so far must be safe from other readers too.
        for grid in (*grids, bottom):
            grid.floor = _floor_of_one(grid.counts)
        self._hide_small(grids, bottom)

    def _in_small_rows(self, grid: Grid, known: Sequence[Sequence[int]]) -> list[Place]:
        """The cells of rows with only a few people who are not on the reader's list.

        As in a small row, the noughts would disclose where those few are not. In a
        table of one row the total of the row is known anyway.
        """
        last = grid.total_column
        columns = range(last + 1 if len(grid.counts) > 1 else last)
        return [
            (row, column)
            for row, numbers in enumerate(grid.counts)
            if self._is_small(numbers[last] - known[row][last])
            for column in columns
            if any(line[column] for line in grid.counts)
        ]

    def _shown(self, table: Table, grid: Grid, bottom: Grid) -> Shown:
        last = grid.total_column

        def cell(of: Grid, place: Place) -> Cell:
            return HIDDEN if place in of.hidden else self._cell(of.at(place))

        def share(of: Grid, place: Place) -> Cell:
            total = (place[0], last)
            if of.at(total) == 0:
                return NO_PEOPLE
            if place in of.hidden or total in of.hidden:
                return HIDDEN
            return self._percent(of.at(place), of.at(total))

        columns = range(last)
        rows = [r for r, title in enumerate(table.rows) if title != table.unseen]
        return Shown(
            rows=tuple(table.rows[r] for r in rows),
            columns=table.columns,
            cells=tuple(tuple(cell(grid, (r, c)) for c in columns) for r in rows),
            percents=tuple(tuple(share(grid, (r, c)) for c in columns) for r in rows),
            row_totals=tuple(cell(grid, (r, last)) for r in rows),
            bottom=tuple(cell(bottom, (0, c)) for c in columns),
            bottom_percents=tuple(share(bottom, (0, c)) for c in columns),
            total=cell(bottom, (0, last)),
        )


def _sums(counts: Sequence[Sequence[int]], width: int) -> tuple[int, ...]:
    return tuple(sum(row[column] for row in counts) for column in range(width))


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    return [[*row, sum(row)] for row in counts]


def _grid(counts: Sequence[Sequence[int]], rows: Sequence[str]) -> Grid:
    with_totals = _with_totals(counts) if rows else [[0]]
    return Grid(with_totals, _floor_of_one(with_totals))


def _places(grid: Grid) -> list[Place]:
    return list(product(range(len(grid.counts)), range(grid.total_column + 1)))


def _floor_of_one(counts: Sequence[Sequence[int]]) -> Callable[[Place], int]:
    """Readers know that noughts are shown, so a hidden cell is at least one."""
    return lambda place: min(1, counts[place[0]][place[1]])


def _floor(known: Sequence[Sequence[int]]) -> Callable[[Place], int]:
    """Readers know the number that they can count from their own list."""
    return lambda place: known[place[0]][place[1]]
