"""Comparison with published figures, and the estimate of the winter's average."""

from fractions import Fraction

import pytest

from tracker import domain
from tracker.domain.figures.measures import Figure
from tracker.domain.figures.published import PublishedRow
from tracker.domain.reference.academic_year import Period


def row(area: str, year: int = 2031, level: str = "Local authority", **percents: float):
    return PublishedRow(
        *(year, level, area, f"Area {area}", None),
        *({}, percents, {}, {}, {}),
    )


@pytest.mark.parametrize(
    ("measure", "period"),
    [
        ("neet", "average of December 2024 to February 2025"),
        ("participating", "end of March 2025"),
        ("september_guarantee_offers", "September 2024"),
    ],
)
def test_the_period_of_a_published_figure(measure, period):
    assert domain.figures.comparison.period_of(measure, 2025) == period


# The fifths that DfE published for Wigan, and edges of its boundaries of 2025.
@pytest.mark.parametrize(
    ("measure", "percent", "fifth"),
    [
        ("neet_or_not_known", 5.0, 3),
        ("neet", 3.8, 3),
        ("not_known", 1.3, 3),
        ("participating", 90.3, 4),
        ("september_guarantee_offers", 95.0, 4),
        ("neet", 0.1, 1),
        ("neet", 2.1, 1),
        ("neet", 2.2, 2),
        ("neet", 9.9, 5),
        ("participating", 99.5, 1),
        ("participating", 50.0, 5),
        ("neet", None, None),
    ],
)
def test_the_fifth_by_the_boundaries_of_2025(measure, percent, fifth):
    lines = domain.figures.comparison.boundaries((), measure)
    assert domain.figures.comparison.fifth(percent, measure, lines) == fifth


def test_the_boundaries_of_another_year_are_the_highest_of_each_fifth():
    whole = [row(f"{300 + n}", neet=float(n)) for n in range(1, 11)]
    whole.append(row("England", level="National", neet=99.0))
    assert domain.figures.comparison.boundaries(whole, "neet") == (1, 2, 4, 6, 8, 10)


def test_a_few_authorities_have_no_boundaries():
    assert domain.figures.comparison.boundaries([row("301", neet=1.0)], "neet") is None
    assert domain.figures.comparison.fifth(4.0, "neet", None) is None


def test_neighbours_count_alike_and_the_suppressed_do_not():
    rows = [row("301", neet=3.0), row("302", neet=4.1), row("303"), None]
    assert domain.figures.comparison.neighbours_average(rows, "neet") == (3.55, 2)
    assert domain.figures.comparison.neighbours_average([None], "neet") == (None, 0)


def months(**counts: int):
    """Figures of a measure of 1,000 people; o25 is October 2025."""
    letters = {"o": 10, "n": 11, "d": 12, "j": 1, "f": 2, "m": 3}
    return {
        Period(2000 + int(name[1:]), letters[name[0]]): Figure("neet", "NEET", n, 1000)
        for name, n in counts.items()
    }


LAST = {"o25": 40, "n25": 38, "d25": 36, "j26": 36, "f26": 33}


def test_in_october_the_winter_is_last_winters_movement():
    """Last year fell from 4.0 to 3.5 on average; this year stands at 4.4."""
    found = domain.figures.forecast.winter(months(**LAST, o26=44), Period(2026, 10))
    assert found.year == 2027
    assert found.held == ()
    assert found.so_far is None
    assert found.estimate == Fraction(39, 1000)
    assert (found.now, found.then, found.became) == (
        *(Fraction(44, 1000), Fraction(40, 1000)),
        Fraction(35, 1000),
    )
    assert found.estimated_percent == 3.9


def test_in_january_past_months_count_as_they_were():
    this = {"d26": 30, "j27": 39}
    found = domain.figures.forecast.winter(months(**LAST, **this), Period(2027, 1))
    assert found.held == (Period(2026, 12), Period(2027, 1))
    assert found.so_far.count == Fraction(69, 2)
    # 30 and 39 are past; February moves from 39 as 33 did from 36.
    assert found.estimate == Fraction(30 + 39 + 36, 3000)


@pytest.mark.parametrize("latest", [Period(2027, 2), Period(2027, 3)])
def test_when_the_winter_is_over_there_is_nothing_to_estimate(latest):
    this = {"d26": 30, "j27": 33, "f27": 36, "m27": 50}
    found = domain.figures.forecast.winter(months(**LAST, **this), latest)
    assert found.over
    assert found.so_far.percent == 3.3
    assert found.estimate is None


def test_without_last_year_there_is_no_estimate():
    found = domain.figures.forecast.winter(months(o26=44), Period(2026, 10))
    assert found.estimate is None
    assert domain.figures.forecast.winter(months(o26=44), Period(2026, 11)) is None


def test_an_estimate_stays_a_share():
    found = domain.figures.forecast.winter(months(**LAST, o26=1), Period(2026, 10))
    assert found.estimate == 0


def test_an_estimate_is_no_more_than_all_of_them():
    """Last year rose by four from October; this October it is all of them."""
    last = {"o25": 32, "d25": 36, "j26": 36, "f26": 30}
    found = domain.figures.forecast.winter(months(**last, o26=1000), Period(2026, 10))
    assert found.estimate == Fraction(1000 + 1000 + 998, 3000)


@pytest.mark.parametrize("missing", ["o25", "d25", "j26", "f26"])
def test_each_month_of_last_year_is_needed_for_an_estimate(missing):
    last = {name: count for name, count in LAST.items() if name != missing}
    found = domain.figures.forecast.winter(months(**last, o26=44), Period(2026, 10))
    assert (found.estimate, found.now, found.then, found.became) == (None,) * 4
    assert found.estimated_percent is None


def test_without_a_cohort_there_is_no_estimate():
    this = {**months(**LAST), Period(2026, 10): Figure("neet", "NEET", 0, 0)}
    assert domain.figures.forecast.winter(this, Period(2026, 10)).estimate is None


def test_an_estimate_names_the_months_that_explain_it():
    found = domain.figures.forecast.winter(months(**LAST, o26=44), Period(2026, 10))
    assert found.same_month_last_year == Period(2025, 10)
    assert found.last_winter == (Period(2025, 12), Period(2026, 1), Period(2026, 2))
    assert found.latest == Period(2026, 10)
    assert not found.over


def test_a_month_after_the_latest_or_without_a_figure_is_not_held():
    this = {"d26": 30, "f27": 36}
    found = domain.figures.forecast.winter(months(**LAST, **this), Period(2027, 2))
    assert found.held == (Period(2026, 12), Period(2027, 2))
    earlier = domain.figures.forecast.winter(months(**LAST, **this), Period(2026, 12))
    assert earlier.held == (Period(2026, 12),)


@pytest.mark.parametrize(
    ("month", "year"),
    [(Period(2026, 8), 2026), (Period(2026, 9), 2027), (Period(2027, 3), 2027)],
)
def test_a_winter_is_named_by_its_march(month, year):
    assert domain.figures.forecast.published_year(month) == year
