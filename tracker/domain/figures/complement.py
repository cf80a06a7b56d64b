"""Complementary suppression: what else to hide so that nothing can be worked out.

Hiding the small counts of a table is not enough: if only one cell of a row is "c", a
reader gets it by taking the other cells from the total. Here several tables of the same
people, by the same columns, are protected together (leavers by destination and sex, and
by destination and free meals), because they share their bottom row, so that one can
disclose what another hides.

The idea. A hidden cell is safe if the hidden cells could also hold other numbers, with
a different one in this cell, and everything that is shown would still be right. Add one
to the cell, and one must be taken away in the same row and in the same column, and so
on: a closed walk over the cells. If every cell on the walk is hidden and has room to
move, the cell is safe. The code searches for the cheapest walk: a hidden cell costs
nothing, a shown cell costs the information lost by hiding it, and a shown nought is
never on a walk.

Within one table the walk that leaves the bottom row alone is tried first. Otherwise the
bottom row moves too, from one column to another, and then every table must follow.

Nodes of a walk: row r of a table is r, column c is ~c. The last column is the totals;
it counts negatively, so that every row adds up to nought and all columns obey one rule.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from operator import itemgetter

Place = tuple[int, int]  # row and column; the column after the last is the row's total
Step = tuple[int, Place]  # from a node of the walk, over a cell
Found = tuple[int, frozenset[Place]]  # cost, and the shown cells on the walk


@dataclass(slots=True)
class Grid:
    """One table with its row totals, its hidden cells, and their lowest values.

    ``floor`` gives the least that a reader knows a hidden cell to be.
    """

    counts: Sequence[Sequence[int]]
    floor: Callable[[Place], int]
    hidden: set[Place] = field(default_factory=set)

    def at(self, place: Place) -> int:
        return self.counts[place[0]][place[1]]

    @property
    def total_column(self) -> int:
        return len(self.counts[0]) - 1

    def hide_row(self, row: int) -> None:
        """Hides a row with its total and noughts, except in columns without people."""
        self.hidden |= {
            (row, column)
            for column in range(self.total_column + 1)
            if any(line[column] for line in self.counts)
        }

    def cost(self, place: Place) -> int | None:
        """The cost of hiding the cell; None for a shown nought."""
        if place in self.hidden:
            return 0
        here = self.at(place)
        if here == 0:
            return None
        # More readers use a total than a cell: hide it only where nothing else helps.
        return here + (1000 + here if place[1] == self.total_column else 0)

    def may_move(self, place: Place, up: bool) -> bool:
        """Whether a walk may raise the cell by one, or lower it if not ``up``."""
        if place[1] == self.total_column:
            up = not up
        return up or self.at(place) > self.floor(place)


def complement(
    tables: Sequence[Grid],
    bottom: Grid,
    targets: Iterable[tuple[int, Place]],
    bottom_targets: Iterable[int],
) -> None:
    """Hide more in ``tables`` and ``bottom`` until every target is safe.

    A target is the number of a table and a place in it; a bottom target is a column.
    ``bottom`` is a Grid of one row, the sums of the columns of each of the tables.
    A target that no further hiding can make safe stays hidden as it is.
    """
    for column in bottom_targets:
        _move_bottom(tables, bottom, column)
    for number, place in targets:
        walk = _closed_walk(tables[number], place)
        if walk is not None:
            tables[number].hidden |= walk[1]
        else:
            _move_bottom(tables, bottom, place[1], forced=(number, place))


def _closed_walk(grid: Grid, place: Place) -> Found | None:
    """The cheapest walk that moves the cell and leaves the sums of columns alone."""
    row, column = place
    found = []
    if grid.may_move(place, up=True):
        found.append(_walk(grid, ~column, row, {place}))
    if grid.may_move(place, up=False):
        found.append(_walk(grid, row, ~column, {place}))
    return min(
        (walk for walk in found if walk is not None), default=None, key=itemgetter(0)
    )


def _move_bottom(
    tables: Sequence[Grid],
    bottom: Grid,
    column: int,
    forced: tuple[int, Place] | None = None,
) -> None:
    """Hides cells so that the sums of ``column`` and of another column may change."""
    here = (0, column)
    best: tuple[int, list[frozenset[Place]], int] | None = None
    for other in range(bottom.total_column + 1):
        there = (0, other)
        costs = bottom.cost(here), bottom.cost(there)
        if other == column or costs[0] is None or costs[1] is None:
            continue
        for up in (True, False):
            if not (bottom.may_move(here, up) and bottom.may_move(there, not up)):
                continue
            walks = [
                _open_walk(
                    grid,
                    column,
                    other,
                    up,
                    forced[1] if forced and forced[0] == number else None,
                )
                for number, grid in enumerate(tables)
            ]
            kept = [walk for walk in walks if walk is not None]
            if len(kept) < len(walks):
                continue
            cost = costs[0] + costs[1] + sum(walk[0] for walk in kept)
            if best is None or cost < best[0]:
                best = cost, [walk[1] for walk in kept], other
    if best is not None:
        for grid, places in zip(tables, best[1], strict=True):
            grid.hidden |= places
        bottom.hidden |= {here, (0, best[2])}


def _open_walk(
    grid: Grid, column: int, other: int, up: bool, forced: Place | None
) -> Found | None:
    """The cheapest walk that takes one from a column and gives it to another."""
    start, end = (~other, ~column) if up else (~column, ~other)
    if forced is None:
        return _walk(grid, start, end, set())
    if not grid.may_move(forced, up):
        return None
    if up:
        return _walk(grid, start, forced[0], {forced})
    return _walk(grid, forced[0], end, {forced})


def _walk(grid: Grid, start: int, end: int, barred: Collection[Place]) -> Found | None:
    """The cheapest walk between two nodes, over no barred cell; None if there is none.

    From a column to a row a cell goes down by one, from a row to a column up by one.
    """
    turn = count()
    queue: list[tuple[int, int, int, frozenset[Place]]] = [
        (0, next(turn), start, frozenset())
    ]
    done: set[int] = set()
    while queue:
        cost, _, node, newly = heappop(queue)
        if node == end:
            return cost, newly
        if node in done:
            continue
        done.add(node)
        for next_node, place in _steps(grid, node):
            price = grid.cost(place)
            if price is None or place in barred or next_node in done:
                continue
            if grid.may_move(place, up=node >= 0):
                more = newly | {place} if price else newly
                heappush(queue, (cost + price, next(turn), next_node, more))
    return None


def _steps(grid: Grid, node: int) -> Iterable[Step]:
    if node >= 0:
        return [(~column, (node, column)) for column in range(grid.total_column + 1)]
    return [(row, (row, ~node)) for row in range(len(grid.counts))]
