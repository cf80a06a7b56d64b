"""The figures of the whole cohort hide the same numbers on every page."""

from datetime import date

import pytest

from tests.reporting.panels.test_divided import PROTECTED, SEX, figures
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.reporting.panels.day import breakdowns, day, everybody, hides
from tracker.reporting.panels.divided import OPEN, WHERE, WHERE_BY, divided

ON = date(2026, 10, 31)

#: Alone, the line of the whole cohort would hide the 7 with the 3. By sex the 7 and the
#: 3 are in different lines, so there the 9 are hidden with the 3.
UNEVEN = {"F": figures(50, 9, 3, 0), "M": figures(50, 0, 0, 7)}
WHOLE = figures(100, 9, 3, 7)


def hidden(counts) -> set[str]:
    return {name for name in WHERE.parts if counts[name].value is None}


def test_the_dashboard_hides_what_the_pages_by_group_hide() -> None:
    by_group = divided({"sex": UNEVEN}, WHERE, PROTECTED)["sex"].everybody
    found = day(ON, {EVERYBODY: {"": WHOLE}, "sex": UNEVEN}, PROTECTED)
    assert hidden(by_group.counts) == hidden(found.counts) == {"neet", "other_eet"}
    assert found.percents["neet"] == by_group.percents["neet"]


def test_the_whole_cohort_beside_the_groups_changes_no_group() -> None:
    alone = divided({"sex": SEX}, WHERE, PROTECTED)["sex"]
    groups = {EVERYBODY: {"": figures(610, 17, 50, 16)}, "sex": SEX}
    beside = divided(groups, WHERE, PROTECTED)
    assert beside["sex"] == alone
    assert beside[EVERYBODY].everybody == alone.everybody


def test_every_breakdown_is_needed_only_under_suppression() -> None:
    assert breakdowns(OPEN) == (EVERYBODY,)
    assert breakdowns(PROTECTED) == (EVERYBODY, *WHERE_BY)


def test_a_day_without_records_is_not_held() -> None:
    found = day(ON, {each: {} for each in breakdowns(PROTECTED)}, PROTECTED)
    assert not found.held
    assert not found.hides
    assert everybody({})[0].of == 0


@pytest.mark.parametrize(
    ("counts", "hiding"),
    [((300, 9, 20, 10), False), ((300, 0, 20, 10), False), ((300, 9, 20, 3), True)],
)
def test_a_day_with_a_hidden_count_hides(counts, hiding) -> None:
    groups = {EVERYBODY: {"": figures(*counts)}}
    found = day(ON, groups, PROTECTED)
    line = divided(groups, WHERE, PROTECTED)[EVERYBODY].everybody
    assert found.hides is hides(line) is hiding
    assert found.counts_shown("not_known") is not hiding
    assert found.percent_shown("neet")
    assert not hides(None)
