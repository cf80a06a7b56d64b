"""What else is hidden so that a hidden cell is safe: always the least of all ways."""

import pytest

from tracker.domain.figures.complement import Grid, complement

Rows = list[tuple[int, ...]]


def grid(rows: Rows) -> Grid:
    """A table with its totals, in which a hidden cell is known to be at least one."""
    counts = [[*row, sum(row)] for row in rows]
    return Grid(counts, lambda place: min(1, counts[place[0]][place[1]]))


def drawn(of: Grid) -> list[str]:
    return [
        " ".join(
            "c" if (row, column) in of.hidden else str(number)
            for column, number in enumerate(numbers)
        )
        for row, numbers in enumerate(of.counts)
    ]


def hidden(
    tables: list[Rows],
    *,
    cell: tuple[int, int] | None = None,
    bottom: int | None = None,
) -> list[list[str]]:
    """The tables and their bottom row, after one cell or one column's sum is hidden.

    The cell is one of the first table.
    """
    grids = [grid(rows) for rows in tables]
    below = grid([tuple(map(sum, zip(*tables[0], strict=True)))])
    if cell is not None:
        grids[0].hidden.add(cell)
    if bottom is not None:
        below.hidden.add((0, bottom))
    complement(
        grids,
        below,
        [] if cell is None else [(0, cell)],
        [] if bottom is None else [bottom],
    )
    return [*(drawn(each) for each in grids), drawn(below)]


@pytest.mark.parametrize(
    ("rows", "cell", "after"),
    [
        # Three others: of the columns 20 and 50, the one with less.
        (
            [(3, 20, 50), (30, 40, 60)],
            (0, 0),
            [["c c 50 73", "c c 60 130"], ["33 60 110 203"]],
        ),
        # Of two rows the one with less: 8 and 9 people, not 30 and 7.
        (
            [(3, 20, 50), (30, 7, 60), (8, 9, 2)],
            (0, 0),
            [["c c 50 73", "30 7 60 97", "c c 2 19"], ["41 36 112 189"]],
        ),
        # A one may only rise, and the walk goes round the other way.
        (
            [(1, 20), (30, 40)],
            (0, 0),
            [["c c 21", "c c 70"], ["31 60 91"]],
        ),
        # With noughts beside it, only the totals of two rows can move.
        (
            [(3, 20), (4, 0)],
            (0, 0),
            [["c 20 c", "c 0 c"], ["7 20 27"]],
        ),
        # Alone in its column: the bottom row has to move.
        (
            [(3, 20, 50), (0, 7, 60), (0, 9, 2)],
            (0, 0),
            [["c c 50 73", "0 7 60 67", "0 9 2 11"], ["c c 112 151"]],
        ),
        ([(3, 20)], (0, 0), [["c c 23"], ["c c 23"]]),
        # Alone in its row as well: with the whole total.
        ([(1, 0), (0, 40)], (0, 0), [["c 0 c", "0 40 40"], ["c 40 c"]]),
    ],
)
def test_a_hidden_cell_takes_the_least_with_it(rows, cell, after) -> None:
    assert hidden([rows], cell=cell) == after


@pytest.mark.parametrize(
    ("rows", "column", "after"),
    [
        ([(3, 20, 30)], 0, [["c c 30 53"], ["c c 30 53"]]),
        (
            [(10, 20, 30), (40, 5, 9)],
            0,
            [["c c 30 60", "40 5 9 54"], ["c c 39 114"]],
        ),
        (
            [(10, 20, 30), (40, 5, 9)],
            1,
            [["10 20 30 60", "40 c c 54"], ["50 c c 114"]],
        ),
        # The ones beside it may only rise, so it is the sum itself that falls.
        ([(3, 1), (5, 1)], 0, [["c c 4", "5 1 6"], ["c c 10"]]),
    ],
)
def test_a_hidden_sum_takes_another_sum_with_it(rows, column, after) -> None:
    assert hidden([rows], bottom=column) == after


def test_within_one_table_the_others_stay_as_they_are() -> None:
    assert hidden([[(3, 20), (30, 40)], [(13, 25), (20, 35)]], cell=(0, 0)) == [
        ["c c 23", "c c 70"],
        ["13 25 38", "20 35 55"],
        ["33 60 93"],
    ]


def test_where_the_bottom_row_moves_every_table_follows() -> None:
    one, other = [(3, 20, 0), (0, 0, 40)], [(1, 5, 10), (2, 15, 30)]
    assert hidden([one, other], cell=(0, 0)) == [
        ["c c 0 23", "0 0 40 40"],
        ["c c 10 16", "2 15 30 47"],
        ["c c 40 63"],
    ]


def test_a_cell_that_nothing_can_make_safe_stays_hidden_alone() -> None:
    assert hidden([[(3,)]], cell=(0, 0)) == [["c c"], ["c c"]]
    assert hidden([[(1, 1)]], cell=(0, 0)) == [["c 1 c"], ["c 1 c"]]


SHOWN = grid([(3, 0, 7), (1, 2, 4)])
SHOWN.hidden.add((1, 0))


@pytest.mark.parametrize(
    ("place", "cost"),
    [
        ((1, 0), 0),  # hidden already
        ((0, 0), 3),
        ((0, 2), 7),
        ((0, 1), None),  # a shown nought
        ((0, 3), 1020),  # a total is used more: a thousand and twice itself
        ((1, 3), 1014),
    ],
)
def test_the_cost_of_hiding_a_cell(place, cost) -> None:
    assert SHOWN.cost(place) == cost


@pytest.mark.parametrize(
    ("place", "up", "down"),
    [
        ((0, 0), True, True),
        ((1, 0), True, False),  # a reader knows that it is one at least
        ((0, 1), True, False),
        ((0, 3), True, True),
    ],
)
def test_a_cell_may_rise_and_fall_to_what_is_known_of_it(place, up, down) -> None:
    assert (SHOWN.may_move(place, True), SHOWN.may_move(place, False)) == (up, down)


def test_a_total_moves_against_its_row() -> None:
    alone = grid([(1, 0)])
    assert (alone.may_move((0, 2), True), alone.may_move((0, 2), False)) == (
        *(False, True),
    )


def test_a_row_is_hidden_but_for_columns_without_people() -> None:
    whole = grid([(3, 0, 0), (1, 0, 4)])
    whole.hide_row(0)
    assert drawn(whole) == ["c 0 c c", "1 0 4 5"]
