"""The possible activities by academic age, birthday, plan and year."""

from datetime import date

import pytest

from tracker import domain
from tracker.domain.history.activities_by_age import (
    groups,
    has_employer,
    possible,
    unavailable,
)

NOVEMBER = date(2026, 11, 24)
YEAR_11, YEAR_12, YEAR_13 = date(2010, 12, 1), date(2009, 12, 1), date(2008, 11, 1)


def test_at_school_age_only_school_activities_are_possible() -> None:
    offered = possible(YEAR_11, NOVEMBER, send=False)
    assert {each.group for each in offered} == {domain.reference.activity.COMPULSORY}
    assert domain.reference.activity.AT_SCHOOL in offered


def test_after_school_age_all_other_activities_are_possible() -> None:
    offered = possible(YEAR_12, NOVEMBER, send=False)
    assert domain.reference.activity.COMPULSORY not in {each.group for each in offered}
    assert {
        domain.reference.activity.SEEKING,
        domain.reference.activity.APPRENTICESHIP,
        domain.reference.activity.NOT_KNOWN,
    } <= set(offered)


@pytest.mark.parametrize(
    ("activity", "born", "send", "offered"),
    [
        (domain.reference.activity.DWP_PROGRAMME, YEAR_12, False, False),
        (domain.reference.activity.DWP_PROGRAMME, YEAR_13, False, True),
        (domain.reference.activity.DWP_PROGRAMME, date(2008, 11, 25), False, False),
        (domain.reference.activity.DWP_PROGRAMME, date(2008, 11, 24), False, True),
        (domain.reference.activity.SPECIAL_POST_16, YEAR_12, False, False),
        (domain.reference.activity.SPECIAL_POST_16, YEAR_12, True, True),
        (domain.reference.activity.SUPPORTED_INTERNSHIP, YEAR_13, False, False),
        (domain.reference.activity.SUPPORTED_INTERNSHIP, YEAR_13, True, True),
        (domain.reference.activity.ASYLUM_SEEKER, YEAR_12, False, False),
    ],
)
def test_activities_that_depend_on_age_or_plan(activity, born, send, offered) -> None:
    assert (activity in possible(born, NOVEMBER, send=send)) is offered


def test_an_unavailable_activity_has_a_reason() -> None:
    why = {e.activity: e.why for e in unavailable(YEAR_12, NOVEMBER, send=False)}
    assert why[domain.reference.activity.DWP_PROGRAMME] == "Only from the age of 18."
    assert "plan" in why[domain.reference.activity.SPECIAL_POST_16]
    assert domain.reference.activity.AT_SCHOOL not in why
    assert domain.reference.activity.ASYLUM_SEEKER not in why


def test_a_group_without_possible_activities_is_left_out() -> None:
    titles = [title for title, _ in groups(possible(YEAR_11, NOVEMBER, send=False))]
    assert titles == ["At school age"]


@pytest.mark.parametrize(
    ("activity", "provider", "employer"),
    [
        (domain.reference.activity.FURTHER_EDUCATION, True, False),
        (domain.reference.activity.APPRENTICESHIP, True, False),
        (domain.reference.activity.JOB_WITHOUT_TRAINING, False, True),
        (domain.reference.activity.GAP_YEAR, False, False),
        (domain.reference.activity.HOME_EDUCATED, False, False),
        (domain.reference.activity.SEEKING, False, False),
        (domain.reference.activity.NOT_KNOWN, False, False),
    ],
)
def test_which_activities_have_a_provider_or_an_employer(
    activity, provider, employer
) -> None:
    assert activity.at_provider is provider
    assert has_employer(activity) is employer
