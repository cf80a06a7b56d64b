"""Small counts are hidden and cannot be worked out from the shown cells."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.figures.disclosure import (
    Shown,
    Suppression,
    Table,
    half_up,
    percent,
)

STANDARD = Suppression()


def table(*counts: tuple[int, ...], known=None) -> Table:
    return Table(
        rows=tuple(f"row {n}" for n in range(len(counts))),
        columns=tuple(f"column {n}" for n in range(len(counts[0]))),
        counts=counts,
        known=known,
    )


def drawn(shown: Shown) -> list[str]:
    """The table as it is printed: its cells, the total of each row, the bottom row."""
    lines = [
        " ".join([*map(str, cells), "|", str(total)])
        for cells, total in zip(shown.cells, shown.row_totals, strict=True)
    ]
    return [*lines, " ".join([*map(str, shown.bottom), "|", str(shown.total)])]


def test_nothing_is_hidden_where_nothing_is_small():
    assert drawn(STANDARD.apply(table((10, 20), (30, 0)))[0]) == [
        "10 20 | 30",
        "30 0 | 30",
        "40 20 | 60",
    ]


def test_one_small_count_takes_three_others_with_it():
    assert drawn(STANDARD.apply(table((3, 20, 50), (30, 40, 60)))[0]) == [
        "c c 50 | 73",
        "c c 60 | 130",
        "33 60 110 | 203",
    ]


def test_the_threshold_is_a_parameter():
    counts = table((7, 20), (30, 40))
    assert drawn(STANDARD.apply(counts)[0])[0] == "7 20 | 27"
    assert drawn(Suppression(threshold=9).apply(counts)[0])[0] == "c c | 27"
    assert drawn(Suppression(threshold=0).apply(table((1, 2)))[0]) == ["1 2 | 3"] * 2


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "c"), (5, "c"), (6, "6"), (120, "120")]
)
def test_a_count_of_one_to_five_is_hidden(count, shown):
    assert str(STANDARD.count(count)) == shown


def test_two_ones_that_add_up_to_two_are_not_enough():
    """A reader who sees that noughts are shown knows that each of the two is one."""
    shown = drawn(STANDARD.apply(table((1, 1, 40, 60)))[0])
    assert shown[0] == "c c c 60 | 102"


def test_noughts_that_disclose_where_the_few_are_are_hidden():
    """Three with a plan, all in one column: noughts beside them would disclose it."""
    shown = drawn(STANDARD.apply(table((3, 0, 0), (50, 60, 70), (80, 90, 99)))[0])
    assert shown[0] == "c c c | c"


def test_a_row_that_is_counted_and_not_shown_discloses_no_one():
    """An unlisted person counts in the total and in no group."""
    totals = Table(("all",), ("a", "b"), ((11, 21),), ((11, 20),))
    groups = Table(
        ("f", "m", "left out"),
        ("a", "b"),
        ((6, 9), (5, 11), (0, 1)),
        ((6, 9), (5, 11), (0, 0)),
        unseen="left out",
    )
    one, other = STANDARD.apply(totals, groups)
    assert drawn(one) == ["c c | 32"] * 2
    assert other.rows == ("f", "m")
    assert other.total.value == 32
    assert {cell.symbol for cell in other.bottom} == {"c"}


def test_tables_may_be_withheld_as_a_whole():
    (shown,) = STANDARD.withhold(table((30, 40)))
    assert drawn(shown) == ["c c | c"] * 2
    assert shown.total.symbol == "c"


def test_a_shown_nought_is_never_the_one_that_protects():
    assert drawn(STANDARD.apply(table((2, 0, 30, 90)))[0])[0] == "c 0 c 90 | 122"


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        (4, 100, "c"),  # the count could be worked out
        (97, 100, "c"),  # and so could the others
        (7, 9, "c"),
        (6, 9, "c"),
        (0, 9, "c"),  # fewer than ten are covered
        (0, 0, "z"),
        (25, 100, "25.0"),
        (0, 10, "0.0"),
    ],
)
def test_a_percentage_is_shown_of_ten_people_or_more(part, of, shown):
    assert str(STANDARD.percent(part, of)) == shown


def test_percentages_in_a_table_go_with_their_counts():
    (shown,) = STANDARD.apply(table((0, 9), (10, 30), (0, 0)))
    assert [[str(cell) for cell in row] for row in shown.percents] == [
        ["c", "c"],
        ["25.0", "75.0"],
        ["z", "z"],
    ]


def test_counts_of_regions_are_shown_to_the_nearest_ten():
    (shown,) = Suppression(threshold=0, nearest=10).apply(table((1234, 45), (8766, 4)))
    assert drawn(shown) == ["1230 50 | 1280", "8770 0 | 8770", "10000 50 | 10050"]
    assert str(shown.percents[0][0]) == "96.5"


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(0.25, 0.3), (0.35, 0.3), (-0.25, -0.3), (2, 2.0), (0.05, 0.1), (0.04, 0.0)],
)
def test_halves_are_rounded_away_from_nought(value, rounded):
    """0.35 is a shade under in binary, and a figure is never made from a float."""
    assert half_up(value) == rounded


def test_a_percentage_of_no_people_is_none():
    assert percent(0, 0) is None
    assert percent(1, 8) == 12.5


def test_tables_of_different_people_are_refused():
    with pytest.raises(ValueError, match="same totals"):
        STANDARD.apply(table((1, 2)), table((2, 2)))


def test_a_table_with_a_count_missing_is_refused():
    with pytest.raises(ValueError, match="for each row and column"):
        Table(("one",), ("a", "b"), ((1,),))


def test_one_table_does_not_show_the_hidden_cells_of_another():
    by_sex = table((3, 40, 50), (20, 30, 40))
    by_meals = table((10, 30, 30), (13, 40, 60))
    one, other = STANDARD.apply(by_sex, by_meals)
    assert one.bottom == other.bottom


def test_subtracting_the_list_does_not_disclose_an_unlisted_person():
    """The list has 39 in the first column and all 60 in the second: 40 and 60 would
    disclose where the unlisted person is."""
    (shown,) = STANDARD.apply(table((40, 60, 0), known=((39, 60, 0),)))
    assert drawn(shown)[0] == "c c 0 | 100"
    (whole,) = STANDARD.apply(table((40, 60, 0), known=((40, 60, 0),)))
    assert drawn(whole)[0] == "40 60 0 | 100"


# --- Nothing hidden is ever determined ---------------------------------------------

CELLS = st.one_of(st.just(0), st.integers(1, 5), st.integers(0, 30))


def grids(rows: int, columns: int):
    line = st.tuples(*[CELLS] * columns)
    return st.tuples(*[line] * rows)


def hidden_places(shown: Shown) -> set[tuple[str, int, int]]:
    """Every hidden number: of the cells, the row totals, the bottom row, the total."""
    found = {
        ("cell", r, c)
        for r, row in enumerate(shown.cells)
        for c, cell in enumerate(row)
        if cell.value is None
    }
    found |= {
        ("row", r, 0) for r, cell in enumerate(shown.row_totals) if cell.value is None
    }
    found |= {
        ("bottom", 0, c) for c, cell in enumerate(shown.bottom) if cell.value is None
    }
    return found | ({("total", 0, 0)} if shown.total.value is None else set())


def numbers(counts) -> dict[tuple[str, int, int], int]:
    found = {
        ("cell", r, c): n for r, row in enumerate(counts) for c, n in enumerate(row)
    }
    found |= {("row", r, 0): sum(row) for r, row in enumerate(counts)}
    found |= {
        ("bottom", 0, c): sum(col) for c, col in enumerate(zip(*counts, strict=True))
    }
    return found | {("total", 0, 0): sum(map(sum, counts))}


def undetermined(counts, shown: Shown) -> set[tuple[str, int, int]]:
    """By trying: the hidden numbers that another table could have otherwise.

    The other table agrees with all that is shown, and its hidden numbers are as a
    reader knows them to be: at least one where noughts are shown.
    """
    hidden = hidden_places(shown)
    truth = numbers(counts)
    inner = [place for place in sorted(hidden) if place[0] == "cell"]
    free: set[tuple[str, int, int]] = set()
    for moves in product((0, 1, -1), repeat=len(inner)):
        other = [list(row) for row in counts]
        for (_, r, c), move in zip(inner, moves, strict=True):
            other[r][c] += move
        found = numbers(other)
        if all(found[p] == truth[p] for p in truth if p not in hidden) and all(
            found[p] >= min(1, truth[p]) for p in hidden
        ):
            free |= {p for p in hidden if found[p] != truth[p]}
    return free


@settings(max_examples=150, deadline=None)
@given(st.one_of(grids(2, 3), grids(3, 2), grids(1, 4), grids(2, 2), grids(4, 1)))
def test_no_hidden_number_can_be_worked_out(counts):
    (shown,) = STANDARD.apply(table(*counts))
    assert undetermined(counts, shown) == hidden_places(shown)


@settings(max_examples=150, deadline=None)
@given(grids(3, 3))
def test_every_small_count_is_hidden_and_every_shown_number_is_true(counts):
    (shown,) = STANDARD.apply(table(*counts))
    hidden = hidden_places(shown)
    truth = numbers(counts)
    assert {place for place, number in truth.items() if 1 <= number <= 5} <= hidden
    assert [c.value for c in shown.bottom if c.value is not None] == [
        truth[("bottom", 0, c)] for c in range(3) if ("bottom", 0, c) not in hidden
    ]


@settings(max_examples=25, deadline=None)
@given(grids(2, 2), st.data())
def test_nor_from_two_tables_of_the_same_people(counts, data):
    """The second table has the same bottom row, divided otherwise."""
    top = tuple(
        data.draw(st.integers(0, sum(column))) for column in zip(*counts, strict=True)
    )
    rest = tuple(
        sum(column) - n
        for column, n in zip(zip(*counts, strict=True), top, strict=True)
    )
    both = (counts, (top, rest))
    shown = STANDARD.apply(*(table(*each) for each in both))
    hidden = [hidden_places(each) for each in shown]
    truth = [numbers(each) for each in both]
    free: list[set] = [set(), set()]
    for moves in product((0, 1, -1), repeat=8):
        others = [
            [[c + m for c, m in zip(row, moves[4 * t + 2 * r :], strict=False)]
             for r, row in enumerate(each)]
            for t, each in enumerate(both)
        ]  # fmt: skip
        found = [numbers(each) for each in others]
        shared = [("bottom", 0, 0), ("bottom", 0, 1)]
        if any(found[0][place] != found[1][place] for place in shared):
            continue
        if all(
            (found[t][p] == truth[t][p])
            if p not in hidden[t]
            else found[t][p] >= min(1, truth[t][p])
            for t in (0, 1)
            for p in truth[t]
        ):
            for t in (0, 1):
                free[t] |= {p for p in hidden[t] if found[t][p] != truth[t][p]}
    assert free == hidden
