"""A panel gives its numbers as text, and the list behind each."""

import pytest

from tracker.domain.figures.disclosure import HIDDEN, NO_PEOPLE, Cell
from tracker.reporting.panels.panel import (
    BY_ROW,
    NOTHING,
    Column,
    Kind,
    Panel,
    Row,
    say,
)


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (Cell(1204), Kind.COUNT, "1,204"),
        (Cell(34.5), Kind.COUNT, "34.5"),
        (Cell(5.0), Kind.PERCENT, "5.0%"),
        (Cell(0.3), Kind.CHANGE, "+0.3"),
        (Cell(-0.4), Kind.CHANGE, "−0.4"),
        (Cell(0.0), Kind.CHANGE, "no change"),
        (Cell(-0.04), Kind.CHANGE, "no change"),
        (Cell(1), Kind.FIFTH, "1st (best)"),
        (Cell(3), Kind.FIFTH, "3rd"),
        (Cell(5), Kind.FIFTH, "5th (worst)"),
        (Cell(None, "end of March 2025"), Kind.TEXT, "end of March 2025"),
        (HIDDEN, Kind.COUNT, "c"),
        (NO_PEOPLE, Kind.PERCENT, "z"),
        (NOTHING, Kind.COUNT, ""),
    ],
)
def test_a_number_as_text(cell, kind, text) -> None:
    assert say(cell, kind) == text


COLUMNS = (
    Column("All", measure="cohort_16_17", counting=False),
    Column("NEET", measure="neet"),
    Column("NEET %", Kind.PERCENT),
    Column("To college", measure="neet", ending="|college"),
    Column("By the line", measure=BY_ROW),
    Column("No list"),
    Column("A year ago %", Kind.PERCENT, measure="neet", year_before=True),
)


def panel(row: Row, by: str | None = "area") -> Panel:
    return Panel("p", "Title", "About", "Home", COLUMNS, (row,), by=by)


def opened(row: Row, place: int, by: str | None = "area"):
    return panel(row, by).opens(row, place)


WN1 = Row("WN1", tuple(Cell(n) for n in (9, 3, 33, 1, 2, 4, 5)), group="WN1")


def test_a_count_opens_its_group() -> None:
    group = {"breakdown": "area", "group": "WN1"}
    assert opened(WN1, 1) == {"measure": "neet", **group}
    assert opened(WN1, 0) == {"measure": "cohort_16_17", "counting": "no", **group}
    assert opened(WN1, 3)["group"] == "WN1|college"


def test_numbers_without_a_list() -> None:
    assert opened(WN1, 2) is None, "a percentage"
    assert opened(WN1, 5) is None, "no measure"
    zero = Row("WN2", (Cell(0),) * 7, group="WN2")
    assert opened(zero, 1) is None, "no people"
    hidden = Row("WN3", (HIDDEN,) * 7, group="WN3")
    assert opened(hidden, 1) is None, "hidden"
    together = Row("Groups of few people", (Cell(7),) * 7)
    assert opened(together, 1) is None, "several groups"


def test_the_whole_cohort_is_opened_without_a_group() -> None:
    row = Row("All", (Cell(7),) * 7, everybody=True, measure="neet", month="2026-10")
    assert opened(row, 4) == {"measure": "neet", "month": "2026-10"}


def test_a_percentage_without_its_count_opens_the_list_of_its_month() -> None:
    row = Row("All", (Cell(7),) * 7, everybody=True, month_before="2025-10")
    assert opened(row, 6) == {"measure": "neet", "month": "2025-10"}


def test_its_file_has_numbers_and_symbols() -> None:
    row = Row("=WN1", (Cell(9), HIDDEN, Cell(5.0), NOTHING, Cell(1), Cell(2), NOTHING))
    headings, rows = panel(row).table()
    assert headings[:3] == ["Home", "All", "NEET"]
    assert rows == [["=WN1", 9, "c", 5.0, None, 1, 2, None]]
    assert panel(row).hides
