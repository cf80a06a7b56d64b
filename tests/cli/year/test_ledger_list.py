"""flask ledger list: the funnel of each cohort, and the people of a number."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import census, pupil, register


@pytest.fixture
def two(load, tmp_path: Path) -> None:
    """A pupil of Year 12, and one of Year 13 with an EHC plan."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    pupils = [
        pupil(1, date(2009, 3, 2), year="12"),
        pupil(2, date(2008, 3, 2), year="13", sen="E"),
    ]
    load("school-census", census(tmp_path / "c.csv", pupils), as_at=date(2026, 5, 20))


def test_those_with_a_plan_are_a_cohort_with_steps_of_their_own(two, as_json) -> None:
    june = ("ledger", "list", "--on", "2026-06-20", "--left", "2026")
    both, plan = as_json(*june), as_json(*june, "--cohort", "plan")
    assert (both["cohort"], plan["cohort"]) == ("both", "plan")
    (of_both,), (of_plan,) = both["years"], plan["years"]
    assert (of_both["people"], of_plan["people"]) == (1, 1)
    assert [each["step"] for each in of_plan["steps"]] == [
        *("plan", "enrolled", "week 2", "day 42", "autumn", "march")
    ]
    assert of_plan["steps"][0]["owner"] == "adviser"
    assert of_both["steps"][0]["owner"] == "school"
    named = as_json(*june, "--cohort", "plan", "--step", "plan")
    (person,) = named["people"]
    assert (person["year_group"], person["gap"]) == (13, "plan")


def test_a_cohort_that_is_not_there_is_refused(flask) -> None:
    answer = flask("ledger", "list", "--cohort", "13", code=2)
    assert "13" in answer.err
