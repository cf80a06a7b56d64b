"""An authority beside England, its region and its neighbours, in DfE's figures."""

import pytest

from tests.domain.figures.test_comparison import row
from tracker.domain.figures.comparison import COMPARED, Comparison, boundaries, fifth

ROWS = (
    row("301", 2030, neet=2.0, not_known=1.0),
    row("301", 2031, neet=3.0),
    row("302", 2031, neet=5.0),
    row("303", 2031, participating=90.0),
    row("England", 2031, "National", neet=4.0, september_guarantee_offers=95.0),
    row("England", 2032, "National", september_guarantee_offers=96.0),
)
#: Ten authorities with 1 to 10 per cent in 2031, and one other year.
WHOLE = (
    *(row(f"{400 + n}", 2031, neet=float(n)) for n in range(1, 11)),
    row("411", 2031, participating=90.0),
    row("England", 2031, "National", neet=60.0),
    *(row(f"{400 + n}", 2030, neet=50.0) for n in range(1, 11)),
)
FOUND = Comparison("301", "North", ("302", "303", "304"), ROWS, WHOLE)


def test_the_measures_are_compared_in_this_order() -> None:
    assert COMPARED == ("participating", "neet", "not_known", "neet_or_not_known")


@pytest.mark.parametrize(
    ("measure", "year"),
    [
        ("neet", 2031),
        ("not_known", 2030),
        ("september_guarantee_offers", 2032),
        ("apprenticeship", None),
    ],
)
def test_each_measure_has_its_own_newest_year(measure, year) -> None:
    assert FOUND.year(measure) == year


@pytest.mark.parametrize(
    ("area", "measure", "year", "percent"),
    [
        ("301", "neet", None, 3.0),
        ("301", "neet", 2030, 2.0),
        ("301", "neet", 2029, None),
        ("301", "not_known", None, 1.0),
        ("301", "participating", None, None),
        ("England", "september_guarantee_offers", None, 96.0),
        ("399", "neet", None, None),
        (None, "neet", None, None),
        ("301", "apprenticeship", None, None),
    ],
)
def test_the_percentage_of_an_area(area, measure, year, percent) -> None:
    assert FOUND.percent(area, measure, year) == percent


def test_the_neighbours_average_is_of_those_with_a_figure() -> None:
    found = Comparison("301", None, ("301", "302", "304"), ROWS)
    assert found.of_neighbours("neet") == (4.0, 2)
    assert found.of_neighbours("neet", 2030) == (2.0, 1)
    assert found.of_neighbours("apprenticeship") == (None, 0)
    assert found.without_figure("neet") == ("304",)
    assert found.without_figure("not_known") == ("302", "304")


def test_a_percentage_is_ranked_by_the_boundaries_of_the_newest_year() -> None:
    assert FOUND.fifth(2.0, "neet") == 1
    assert FOUND.fifth(2.1, "neet") == 2
    assert FOUND.fifth(None, "neet") is None
    assert FOUND.lines_of("neet") == 2031


def test_without_a_whole_table_the_boundaries_are_those_of_2025() -> None:
    alone = Comparison("301", None, (), ROWS)
    assert alone.lines_of("neet") == 2025
    assert alone.fifth(2.1, "neet") == 1
    assert alone.fifth(2.2, "neet") == 2
    assert alone.official is None
    assert dict(alone.sources) == {}


def test_four_authorities_have_no_fifths_and_five_have() -> None:
    five = [row(f"{400 + n}", neet=float(n)) for n in range(1, 6)]
    assert boundaries(five[:4], "neet") is None
    assert boundaries(five, "neet") == (1, 1, 2, 3, 4, 5)


def test_an_authority_without_the_figure_is_in_no_fifth() -> None:
    six = [row(f"{400 + n}", neet=float(n)) for n in range(1, 6)] + [row("409")]
    assert boundaries(six, "neet") == (1, 1, 2, 3, 4, 5)


def test_the_rows_of_2025_are_ranked_by_the_lines_that_dfe_gave() -> None:
    rows = [row(f"{400 + n}", 2025, neet=float(n)) for n in range(1, 6)]
    assert boundaries(rows, "neet") == (0.6, 2.1, 2.8, 3.8, 4.7, 7.6)
    assert boundaries(rows, "apprenticeship") is None
    mixed = [*rows, row("409", 2026, neet=9.0)]
    assert boundaries(mixed, "neet") == (1, 2, 3, 4, 5, 9)


@pytest.mark.parametrize(
    ("measure", "lines"),
    [
        ("neet_or_not_known", (1.0, 3.5, 4.3, 5.5, 6.7, 21.5)),
        ("neet", (0.6, 2.1, 2.8, 3.8, 4.7, 7.6)),
        ("not_known", (0.0, 0.5, 0.8, 1.6, 2.7, 19.1)),
        ("participating", (82.2, 89.7, 91.3, 93.2, 95.4, 99.0)),
        ("september_guarantee_offers", (74.0, 93.1, 95.0, 96.8, 98.2, 100.0)),
    ],
)
def test_the_boundaries_are_those_of_the_2025_scorecard(measure, lines) -> None:
    assert boundaries((), measure) == lines


@pytest.mark.parametrize(
    ("percent", "place"), [(10.0, 5), (10.1, 4), (40.0, 2), (41, 1)]
)
def test_more_is_better_where_young_people_take_part(percent, place) -> None:
    lines = (0.0, 10.0, 20.0, 30.0, 40.0, 50.0)
    assert fifth(percent, "participating", lines) == place
    assert fifth(percent, "september_guarantee_offers", lines) == place
