"""An improvement plan: what is expected each month, and what is wrong with a plan."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.figures.improvement_plan import (
    Aim,
    ImprovementAction,
    ImprovementPlan,
    expected,
    percentage,
    problems,
)
from tracker.domain.reference.academic_year import Period

ON = date(2026, 11, 24)
RING = ImprovementAction(1, "Ring all", "Team leader", date(2027, 1, 31))
PLAN = ImprovementPlan(Period(2026, 10), (Aim("not_known", 3.5),), (RING,))


@pytest.mark.parametrize(
    ("baseline", "aim", "line"),
    [
        (9.5, 3.5, [8.5, 7.5, 6.5, 5.5, 4.5, 3.5]),
        (3.5, 3.5, [3.5] * 6),
        (1.0, 0.0, [0.8, 0.7, 0.5, 0.3, 0.2, 0.0]),  # halves away from nought
        (2.0, 4.4, [2.4, 2.8, 3.2, 3.6, 4.0, 4.4]),  # an aim may be above
    ],
)
def test_what_is_expected_is_on_a_straight_line(baseline, aim, line) -> None:
    assert [expected(baseline, aim, month) for month in range(1, 7)] == line


@pytest.mark.parametrize(
    ("begins", "months"),
    [
        (Period(2026, 10), "2026-11 2026-12 2027-01 2027-02 2027-03 2027-04"),
        (Period(2027, 8), "2027-09 2027-10 2027-11 2027-12 2028-01 2028-02"),
    ],
)
def test_a_plan_has_the_six_months_after_its_baseline(begins, months) -> None:
    plan = replace(PLAN, begins=begins)
    assert " ".join(each.iso for each in plan.months) == months
    assert plan.ends.iso == months.rpartition(" ")[2]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"actions": ()}, None),
        ({"aims": (Aim("neet", 0.0), Aim("not_known", 100.0))}, None),
        ({"aims": ()}, "aim_not_known"),
        ({"aims": (Aim("neet", 100.1),)}, "aim_neet"),
        ({"begins": Period(2026, 11)}, "begins"),
        ({"actions": (replace(RING, what=""),)}, "what_1"),
        ({"actions": (replace(RING, what="x" * 301),)}, "what_1"),
        ({"actions": (replace(RING, owner=""),)}, "owner_1"),
        ({"actions": (replace(RING, place=4, due=None),)}, "due_4"),
        ({"actions": (replace(RING, done_on=ON),)}, None),
        ({"actions": (replace(RING, done_on=date(2026, 11, 25)),)}, "done_on_1"),
    ],
)
def test_a_problem_is_beside_its_field(change, field) -> None:
    found = [name for name, _ in problems(replace(PLAN, **change), on=ON)]
    assert found == ([] if field is None else [field])


@pytest.mark.parametrize(
    ("text", "number"), [("3.5", 3.5), ("3", 3.0), ("0", 0.0), ("100", 100.0)]
)
def test_a_percentage_is_read(text, number) -> None:
    assert percentage(text) == number


@pytest.mark.parametrize("text", ["3.55", "-1", "3,5", "four", "", "1e2", "٣", "nan"])
def test_anything_else_is_no_percentage(text) -> None:
    with pytest.raises(ValueError, match="no percentage"):
        percentage(text)


def test_what_is_stored_is_the_same_plan() -> None:
    whole = replace(PLAN, actions=(RING, replace(RING, place=2, done_on=ON)))
    assert ImprovementPlan.from_json(whole.as_json()) == whole
