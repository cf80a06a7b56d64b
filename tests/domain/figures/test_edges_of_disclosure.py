"""The limits of what is shown, on both sides, and tables with a list of some people."""

from fractions import Fraction

import pytest

from tests.domain.figures.test_disclosure import drawn, table
from tracker.domain.figures.disclosure import (
    HIDDEN,
    NO_PEOPLE,
    Cell,
    Suppression,
    Table,
    half_up,
    percent,
)

STANDARD = Suppression()


def test_the_limits_without_a_choice() -> None:
    assert (STANDARD.threshold, STANDARD.percent_base, STANDARD.nearest) == (5, 10, 1)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(5), "5"),
        (Cell(0), "0"),
        (Cell(12.5), "12.5"),
        (Cell(None), ""),
        (HIDDEN, "c"),
        (NO_PEOPLE, "z"),
    ],
)
def test_a_cell_is_its_number_or_the_symbol_in_its_place(cell: Cell, text: str) -> None:
    assert str(cell) == text
    assert (cell.symbol is None) is (text not in ("c", "z"))


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(1, 2), 0, 1.0),
        (Fraction(-1, 2), 0, -1.0),
        (Fraction(49, 100), 0, 0.0),
        (Fraction(1, 8), 2, 0.13),
        (Fraction(-1, 8), 2, -0.13),
        (Fraction(1, 3), 1, 0.3),
        (7, 1, 7.0),
        (Fraction(1, 20), 1, 0.1),
    ],
)
def test_a_half_is_rounded_away_from_nought_at_any_place(
    value, places, rounded
) -> None:
    assert half_up(value, places) == rounded
    assert isinstance(half_up(value, places), float)


def test_a_figure_is_rounded_to_one_place() -> None:
    assert half_up(Fraction(1, 8)) == 0.1
    assert percent(1, 3) == 33.3
    assert percent(Fraction(1, 2), Fraction(3, 2)) == 33.3
    assert percent(Fraction(5, 2), 40) == 6.3
    assert percent(0, 7) == 0.0
    assert percent(3, Fraction(0)) is None


def test_no_tables_are_none() -> None:
    assert STANDARD.apply() == STANDARD.withhold() == []


@pytest.mark.parametrize(
    ("counts", "known"),
    [
        (((1,),), None),
        (((1, 2), (3, 4)), None),
        (((1, 2),), ((1,),)),
        (((1, 2),), ((1, 2), (3, 4))),
    ],
)
def test_a_table_of_another_shape_is_refused(counts, known) -> None:
    with pytest.raises(
        ValueError, match=r"^the table needs a count for each row and col"
    ):
        Table(("row",), ("a", "b"), counts, known)


@pytest.mark.parametrize("other", [((2, 2),), ((1, 3),)])
def test_tables_of_the_same_people_have_the_same_totals(other) -> None:
    with pytest.raises(
        ValueError, match=r"^tables of the same people must have the same totals$"
    ):
        STANDARD.apply(table((1, 2)), table(*other))
    columns = Table(("row 0",), ("x", "y"), ((1, 2),))
    with pytest.raises(ValueError, match="same totals"):
        STANDARD.apply(table((1, 2)), columns)


def test_a_withheld_table_keeps_its_shape_and_no_number() -> None:
    of = Table(("f", "left out"), ("a", "b"), ((6, 9), (0, 1)), unseen="left out")
    (shown,) = STANDARD.withhold(of)
    assert (shown.rows, shown.columns) == (("f",), ("a", "b"))
    assert shown.cells == shown.percents == ((HIDDEN, HIDDEN),)
    assert shown.row_totals == (HIDDEN,)
    assert shown.bottom == shown.bottom_percents == (HIDDEN, HIDDEN)
    assert shown.total == HIDDEN


def test_a_shown_table_has_its_percentages_and_totals() -> None:
    (shown,) = STANDARD.apply(table((10, 30), (30, 10)))
    assert (shown.rows, shown.columns) == (
        *(("row 0", "row 1"), ("column 0", "column 1")),
    )
    assert [[str(cell) for cell in row] for row in shown.percents] == [
        ["25.0", "75.0"],
        ["75.0", "25.0"],
    ]
    assert [str(cell) for cell in shown.bottom_percents] == ["50.0", "50.0"]
    assert str(shown.total) == "80"


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        (5, 100, "c"),
        (6, 100, "6.0"),
        (94, 100, "94.0"),
        (95, 100, "c"),
        (100, 100, "100.0"),
        (9, 9, "c"),
        (10, 10, "100.0"),
    ],
)
def test_a_percentage_hides_five_and_all_but_five(part, of, shown) -> None:
    assert str(STANDARD.percent(part, of)) == shown


@pytest.mark.parametrize(
    ("count", "shown"), [(5, "c"), (6, "10"), (14, "10"), (15, "20")]
)
def test_a_count_alone_is_rounded_too(count: int, shown: str) -> None:
    assert str(Suppression(nearest=10).count(count)) == shown


@pytest.mark.parametrize(
    ("counts", "known", "lines"),
    [
        # All of them are on the list, or enough of them are not: nothing is hidden.
        (
            ((12, 20, 8), (30, 40, 50)),
            ((12, 20, 8), (30, 40, 50)),
            ["12 20 8 | 40", "30 40 50 | 120", "42 60 58 | 160"],
        ),
        (
            ((12, 20, 8), (30, 40, 50)),
            ((12, 20, 8), (30, 40, 44)),
            ["12 20 8 | 40", "30 40 50 | 120", "42 60 58 | 160"],
        ),
        # Five of a row are not on it: the row says nothing of where they are.
        (
            ((12, 20, 8), (30, 40, 50)),
            ((12, 20, 8), (30, 40, 45)),
            ["c c c | c", "c c c | c", "c c c | 160"],
        ),
        (
            ((12, 20, 8), (30, 40, 50)),
            ((10, 20, 8), (0, 0, 0)),
            ["c c c | c", "c c c | c", "42 60 58 | 160"],
        ),
        # Of a table of one row the total is known anyway.
        (((12, 20, 8),), ((10, 20, 8),), ["c c c | 40", "c c c | 40"]),
        (((12, 20, 0),), ((10, 20, 0),), ["c c 0 | 32", "c c 0 | 32"]),
        (((12, 20, 8),), ((6, 20, 8),), ["12 20 8 | 40", "12 20 8 | 40"]),
    ],
)
def test_beside_a_list_a_few_others_are_protected(counts, known, lines) -> None:
    (shown,) = STANDARD.apply(table(*counts, known=known))
    assert drawn(shown) == lines


def test_one_table_with_a_list_protects_the_others_too() -> None:
    listed = table((12, 20), (30, 40), known=((12, 20), (30, 35)))
    plain = table((40, 10), (2, 50))
    one, other = STANDARD.apply(listed, plain)
    assert one.bottom == other.bottom
    assert one.total == other.total == HIDDEN
    assert {str(cell) for cell in (*one.bottom, *one.row_totals)} == {"c"}


def test_a_table_without_people_shows_nothing_to_protect() -> None:
    (shown,) = STANDARD.apply(table((0, 0), (0, 0)))
    assert drawn(shown) == ["0 0 | 0"] * 3
    assert {str(cell) for row in shown.percents for cell in row} == {"z"}
