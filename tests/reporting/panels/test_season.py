"""A figure has a quintile in the months of which DfE publishes it, and in no other."""

from datetime import date

import pytest

from tracker.domain.figures.comparison import Comparison
from tracker.domain.figures.disclosure import Cell
from tracker.domain.figures.measures import BY_NAME
from tracker.domain.figures.published import OFFERS, PublishedRow
from tracker.reporting.panels.beside import beside
from tracker.reporting.panels.day import Day

PERCENTS = {
    "participating": 92.0,
    "neet": 3.0,
    "not_known": 2.0,
    "neet_or_not_known": 5.0,
    OFFERS: 95.0,
}
WINTER = ("neet", "not_known", "neet_or_not_known")
#: The measures with a quintile, by month; that of the guarantee is of a September.
COMPARED = {
    **dict.fromkeys((12, 1, 2), (*WINTER, OFFERS)),
    3: ("participating", OFFERS),
    **dict.fromkeys(range(4, 12), (OFFERS,)),
}


def panel(on: date, *, offers: bool = True):
    of_area = PublishedRow(
        *(2025, "Local authority", "359", "Wigan", None),
        *({}, PERCENTS, {}, {}, {}),
    )
    cells = {name: Cell(value) for name, value in PERCENTS.items()}
    return beside(
        Day(on, Cell(1000), cells, cells),
        Comparison("359", None, (), [of_area]),
        {2025: Cell(95.0)} if offers else None,
    )


@pytest.mark.parametrize(("month", "compared"), COMPARED.items())
def test_the_months_of_each_measure(month, compared) -> None:
    found = panel(date(2026, month, 27))
    titles = {BY_NAME[name].title: name for name in PERCENTS}
    with_quintile = {
        titles[row.title]
        for row in found.rows
        if found.cell(row, "quintile").value is not None
    }
    assert with_quintile == set(compared)


def test_a_table_without_a_quintile_does_not_explain_any() -> None:
    noted = "Quintiles of authorities run from"
    for month, noting in ((11, False), (1, True)):
        notes = panel(date(2026, month, 27), offers=False).notes
        assert any(noted in note for note in notes) is noting
