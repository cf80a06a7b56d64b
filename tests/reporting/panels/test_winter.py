"""A winter's average reveals no hidden month."""

from tests.reporting.panels.test_divided import PROTECTED, figures
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.comparison import Comparison
from tracker.domain.reference.academic_year import Period
from tracker.reporting.panels.day import day
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.headlines import WINTER, winters

LATEST = Period(2027, 1)
LAST = [Period(2025, 12), Period(2026, 1), Period(2026, 2)]
THIS = [Period(2026, 12), LATEST]
#: A month like this is shown completely; in the other the three not known are hidden.
PLAIN, FEW = (300, 9, 20, 10), (300, 9, 20, 3)


def shown_averages(*few: Period, suppression=PROTECTED) -> dict[str, list[str]]:
    """By measure: the average so far, the estimate, and last winter."""
    months = {
        month: figures(*(FEW if month in few else PLAIN)) for month in (*LAST, *THIS)
    }
    for found in months.values():
        by_name = {figure.name: figure for figure in found}
        neet, not_known = by_name["neet"], by_name["not_known"]
        both = neet.count + not_known.count
        found.append(type(neet)("neet_or_not_known", "", both, neet.of))
    panel, _ = winters(
        {month: {each.name: each for each in of} for month, of in months.items()},
        LATEST,
        Comparison("359", None, (), ()),
        {
            month: day(month.end, {EVERYBODY: {"": of}}, suppression)
            for month, of in months.items()
        },
    )
    assert panel is not None
    return {row.measure: [str(cell) for cell in row.cells[:3]] for row in panel.rows}


def test_averages_are_shown_if_every_month_is() -> None:
    assert shown_averages() == {
        "neet_or_not_known": ["8.8"] * 3,
        "neet": ["5.9"] * 3,
        "not_known": ["2.9"] * 3,
    }


def test_a_hidden_month_of_this_winter_hides_the_average_and_the_estimate() -> None:
    """Three and ten are more than five on average, so each alone could be shown."""
    shown = shown_averages(THIS[0])
    assert shown["not_known"] == ["c", "c", "2.9"]
    assert shown["neet_or_not_known"] == ["c", "c", "8.8"]
    assert "c" not in shown["neet"]


def test_a_hidden_month_of_last_winter_hides_last_winter_and_the_estimate() -> None:
    shown = shown_averages(LAST[2])
    assert shown["not_known"] == ["2.9", "c", "c"]
    assert shown["neet_or_not_known"] == ["8.8", "c", "c"]


def test_a_hidden_newest_month_does_not_hide_last_winter() -> None:
    assert shown_averages(LATEST)["not_known"] == ["c", "c", "2.9"]


def test_from_the_team_no_average_is_hidden() -> None:
    shown = shown_averages(*LAST, *THIS, suppression=OPEN)
    assert set(shown) == set(WINTER)
    assert not any("c" in cells for cells in shown.values())
