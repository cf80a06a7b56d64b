"""The changes on the dashboard: the worse first, and none of hidden figures."""

import pytest

from tests.reporting.panels.test_divided import PROTECTED, figures
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.reference.academic_year import Period
from tracker.reporting.panels.day import day
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.headlines import may_follow, moved

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
#: Full-time education, other participation, NEET, not known.
BEFORE = (300, 9, 20, 10)


def sentences(now, before=BEFORE, suppression=OPEN) -> list[tuple[str, str, bool]]:
    """Each measure that changed, its verb, and whether the change is worse."""
    days = [
        (figures(*numbers), month)
        for numbers, month in ((now, NOVEMBER), (before, OCTOBER))
    ]
    (ours, this), (theirs, last) = [
        (found, day(month.end, {EVERYBODY: {"": found}}, suppression))
        for found, month in days
    ]
    return [
        (each.measure, each.verb, each.is_worse)
        for each in moved(this, last, ours, theirs)
    ]


def test_a_worse_change_comes_first() -> None:
    assert sentences((300, 9, 10, 20)) == [
        ("not_known", "rose", True),
        ("neet", "fell", False),
    ]


def test_fewer_participating_is_worse() -> None:
    (first, *_) = sentences((280, 9, 30, 20))
    assert first == ("participating", "fell", True)


def test_an_unchanged_figure_is_not_mentioned() -> None:
    assert sentences(BEFORE) == []


def test_a_hidden_figure_is_not_mentioned() -> None:
    measures = [each[0] for each in sentences((300, 9, 10, 3), suppression=PROTECTED)]
    assert "not_known" not in measures


@pytest.mark.parametrize(
    ("month", "may"), [(7, False), (8, False), (9, False), (10, True), (1, True)]
)
def test_no_month_is_compared_with_the_summer(month, may) -> None:
    assert may_follow(Period(2026, month)) is may
