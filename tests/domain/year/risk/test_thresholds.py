"""Thresholds on an earlier cohort: false alarms beside misses, few people hidden."""

import json
from datetime import date

import pytest

from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference.activity import AT_SCHOOL
from tracker.domain.year.risk.thresholds import (
    CUTS,
    Counted,
    Past,
    by_group,
    by_official_list,
    by_threshold,
    counted,
    outcome_on,
    scored_on,
)

OPEN = Suppression(threshold=0, percent_base=1)
CLOSED = Suppression()
DAY = date(2026, 1, 31)


def named(name: str, group: str) -> str:
    return group or "Not known"


def past(points: int, needed_help: bool, *, sex: str = "F", listed: bool = False):
    """One young person of Year 11 by points then and what came of it."""
    position = Position(DAY, AT_SCHOOL, date(2022, 9, 5), DAY, institution="urn:1")
    member = Member(1, "359", DAY, 15, 11, "P", position, sex=sex, ethnicity="WBRI")
    return Past(member, points, needed_help, listed)


def cohort(*groups: tuple[int, int, bool], **more) -> list[Past]:
    """So many young people each: (how many, points, whether NEET or not known)."""
    return [
        past(points, needed, **more)
        for many, points, needed in groups
        for _ in range(many)
    ]


def shown(line) -> tuple[str, ...]:
    return tuple(
        str(each)
        for each in (line.conversations, *line.cells, line.false_alarms, line.misses)
    )


def test_a_higher_threshold_costs_less_and_misses_more() -> None:
    people = cohort((10, 3, True), (20, 3, False), (8, 1, True), (62, 0, False))
    one, three, four = by_threshold(counted(people, (1, 3, 4)), OPEN)
    assert shown(one) == ("38", "18", "20", "0", "62", "52.6", "0.0")
    assert shown(three) == ("30", "10", "20", "8", "62", "66.7", "44.4")
    assert shown(four) == ("0", "0", "0", "18", "82", "z", "100.0")


def test_dfes_list_stands_beside_the_thresholds() -> None:
    people = [
        *cohort((6, 0, True), (14, 0, False), listed=True),
        *cohort((12, 5, True), (68, 0, False)),
    ]
    line = by_official_list(counted(people, ()), OPEN)
    assert shown(line) == ("20", "6", "14", "12", "68", "70.0", "66.7")


def test_a_few_people_are_hidden_with_all_that_gives_them_away() -> None:
    people = cohort((3, 3, True), (20, 3, False), (40, 0, True), (60, 0, False))
    (line,) = by_threshold(counted(people, (3,)), CLOSED)
    assert set(shown(line)) == {"c"}


def test_the_difference_of_two_thresholds_gives_no_one_away() -> None:
    """Between 2 and 3 points are four: only one of the two thresholds is shown."""
    people = cohort((20, 3, True), (20, 3, False), (4, 2, True), (60, 0, False))
    people += cohort((30, 0, True))
    two, three = by_threshold(counted(people, (2, 3)), CLOSED)
    assert shown(two)[0] == "44"
    assert set(shown(three)) == {"c"}


def test_each_group_has_false_alarms_and_misses_of_its_own() -> None:
    people = [
        *cohort((10, 2, True), (10, 2, False), (20, 0, False), sex="F"),
        *cohort((10, 0, True), (30, 0, False), sex="M"),
    ]
    groups = by_group(counted(people, (2,)), 2, OPEN, named)
    girls, boys = groups["sex"]
    assert (girls.title, boys.title) == ("F", "M")
    assert shown(girls) == ("20", "10", "10", "0", "20", "50.0", "0.0")
    assert shown(boys) == ("0", "0", "0", "10", "30", "z", "100.0")
    assert tuple(groups) == CUTS


@pytest.mark.law("D-11")
def test_a_group_of_a_few_is_hidden_and_cannot_be_worked_out() -> None:
    people = [
        *cohort((20, 2, True), (20, 2, False), (20, 0, True), (40, 0, False), sex="F"),
        *cohort((2, 2, True), (30, 0, False), sex="M"),
    ]
    groups = by_group(counted(people, (2,)), 2, CLOSED, named)
    girls, boys = groups["sex"]
    assert "2" not in [str(cell) for cell in boys.cells]
    assert str(boys.cells[0]) == str(girls.cells[0]) == "c"
    assert str(boys.misses) == "c"


def test_no_table_is_of_what_is_sealed() -> None:
    assert not {"characteristic", "activity", "why not known"} & set(CUTS)


def test_scores_are_of_year_11_and_outcomes_of_the_march_after_it() -> None:
    assert (scored_on(2026), outcome_on(2026)) == (DAY, date(2027, 3, 1))


def test_what_is_kept_of_a_cohort_is_numbers_that_name_no_one() -> None:
    people = [
        *cohort((10, 2, True), (10, 2, False), (20, 0, False), sex="F"),
        *cohort((10, 0, True), (30, 0, False), sex="M", listed=True),
    ]
    numbers = counted(people, (1, 2))
    assert (numbers.people, numbers.needed_help) == (80, 20)
    kept = json.loads(json.dumps(numbers.as_json()))
    assert Counted.of_json(kept) == numbers
    assert set(kept) == {"levels", "official", "groups"}
    assert kept["groups"]["sex"] == {
        "F": {"1": [10, 10, 0, 20], "2": [10, 10, 0, 20]},
        "M": {"1": [0, 0, 10, 30], "2": [0, 0, 10, 30]},
    }


def test_groups_with_the_same_words_are_one_row() -> None:
    people = [*cohort((10, 2, True), sex="F"), *cohort((10, 2, False), sex="M")]
    groups = by_group(counted(people, (2,)), 2, OPEN, lambda name, group: "All")
    assert [shown(line)[0] for line in groups["sex"]] == ["20"]
