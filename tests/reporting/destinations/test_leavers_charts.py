"""Bars of leavers' destinations are drawn only for shares that may be shown."""

from dataclasses import replace
from datetime import date

from tracker.domain.figures.disclosure import Cell, Shown
from tracker.domain.leavers.destinations import Group, LeavingYear
from tracker.reporting.destinations.leavers_charts import (
    compared,
    over_years,
    without_leavers,
)


def shown(*percents: float | str) -> Shown:
    cells = tuple(
        Cell(None, each) if isinstance(each, str) else Cell(each) for each in percents
    )
    columns = tuple("abcd"[: len(cells)])
    return Shown(
        ("row",), columns, (cells,), (cells,), (Cell(9),), cells, cells, Cell(9)
    )


def test_a_hidden_share_has_no_bar_and_an_empty_destination_no_row() -> None:
    here, there = shown(62.5, "c", 0.0, "c"), shown(50.0, 12.5, 0.0, "c")
    chart = compared(Group("All", here, there), ("Yours", "Theirs"))
    assert [row.title for row in chart.rows] == ["a", "b"]
    assert [bar.share for bar in chart.rows[1].bars] == ["c", "12.5%"]
    assert [bar.length for bar in chart.rows[1].bars] == [0, 16.67]
    assert chart.axis == 75


def test_without_shown_shares_there_are_no_bars() -> None:
    hidden = shown("c", "c")
    assert compared(Group("All", hidden, hidden), ("Yours", "Theirs")).rows == ()


def test_a_year_without_leavers_is_not_drawn() -> None:
    empty = replace(shown("z", "z"), total=Cell(0))
    years = [
        LeavingYear(left, date(left, 10, 31), *[Group("All", here, here)] * 2)
        for left, here in ((2024, empty), (2025, shown(60.0, 40.0)))
    ]
    assert without_leavers(years) == [2024]
    chart = over_years(years)
    assert chart.names == ("2025 leavers",)
    assert [len(row.bars) for row in chart.rows] == [1, 1]


def test_of_three_years_without_leavers_nothing_is_drawn() -> None:
    empty = replace(shown("z", "z"), total=Cell(0))
    year = LeavingYear(2024, date(2024, 10, 31), *[Group("All", empty, empty)] * 2)
    assert over_years([year]).rows == ()
