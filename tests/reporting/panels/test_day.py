"""Everybody's figures hide the same whichever page they stand on."""

from datetime import date

import pytest

from tests.reporting.panels.test_divided import PROTECTED, SEX, figures
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.reporting.panels.day import breakdowns, day, everybody, hides
from tracker.reporting.panels.divided import OPEN, WHERE, WHERE_BY, divided

ON = date(2026, 10, 31)

#: By itself the line of everybody would hide the 7 with the 3. By sex the 7 and the 3
#: are of different lines, so there the 9 are hidden with the 3.
UNEVEN = {"F": figures(50, 9, 3, 0), "M": figures(50, 0, 0, 7)}
WHOLE = figures(100, 9, 3, 7)


def hidden(counts) -> set[str]:
    return {name for name in WHERE.parts if counts[name].value is None}


def test_the_dashboard_hides_what_the_pages_by_group_hide() -> None:
    by_group = divided({"sex": UNEVEN}, WHERE, PROTECTED)["sex"].everybody
    told = day(ON, {EVERYBODY: {"": WHOLE}, "sex": UNEVEN}, PROTECTED)
    assert hidden(by_group.counts) == hidden(told.counts) == {"neet", "other_eet"}
    assert told.percents["neet"] == by_group.percents["neet"]


def test_asking_for_everybody_too_changes_no_group() -> None:
    alone = divided({"sex": SEX}, WHERE, PROTECTED)["sex"]
    groups = {EVERYBODY: {"": figures(610, 17, 50, 16)}, "sex": SEX}
    beside = divided(groups, WHERE, PROTECTED)
    assert beside["sex"] == alone
    assert beside[EVERYBODY].everybody == alone.everybody


def test_only_the_protected_ask_for_every_breakdown() -> None:
    assert breakdowns(OPEN) == (EVERYBODY,)
    assert breakdowns(PROTECTED) == (EVERYBODY, *WHERE_BY)


def test_a_day_of_nobody_is_not_held() -> None:
    told = day(ON, {each: {} for each in breakdowns(PROTECTED)}, PROTECTED)
    assert not told.held
    assert not told.hides
    assert everybody({})[0].of == 0


@pytest.mark.parametrize(
    ("counts", "hiding"),
    [((300, 9, 20, 10), False), ((300, 0, 20, 10), False), ((300, 9, 20, 3), True)],
)
def test_a_day_hides_where_a_place_is_hidden(counts, hiding) -> None:
    groups = {EVERYBODY: {"": figures(*counts)}}
    told = day(ON, groups, PROTECTED)
    line = divided(groups, WHERE, PROTECTED)[EVERYBODY].everybody
    assert told.hides is hides(line) is hiding
    assert told.counts_shown("not_known") is not hiding
    assert told.percent_shown("neet")
    assert not hides(None)
