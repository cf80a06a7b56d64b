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


OLDER = date(2001, 3, 1)
WITH_PLAN = "Only with an education, health and care plan; none is on record."


def test_the_groups_are_in_plain_words_and_in_the_order_of_the_form() -> None:
    offered = [*possible(YEAR_11, NOVEMBER, send=True)]
    offered += possible(YEAR_13, NOVEMBER, send=True)
    assert [(title, [it.code for it in some]) for title, some in groups(offered)] == [
        ("At school age", ["110", "120", "130", "140", "150"]),
        (
            "Education",
            ["210", "220", "230", "240", "250", "260", "270", "280", "290"],
        ),
        ("Training", ["410", "430", "440", "450", "460"]),
        (
            "Work",
            ["310", "320", "330", "340", "350", "360", "380", "381", "550"],
        ),
        ("Re-engagement", ["530"]),
        (
            "Not in education, employment or training (NEET)",
            [
                *("540", "610", "615", "616", "619", "620", "630", "640", "650"),
                *("660", "670", "680"),
            ],
        ),
        ("Something else", ["710"]),
        ("Not known", ["810", "820", "830"]),
    ]


@pytest.mark.parametrize(
    ("born", "send", "why"),
    [
        (
            *(YEAR_12, False),
            {
                "280": WITH_PLAN,
                "460": WITH_PLAN,
                "440": "Only from the age of 18.",
            },
        ),
        (YEAR_12, True, {"440": "Only from the age of 18."}),
        (YEAR_13, True, {}),
        (YEAR_11, False, {}),
    ],
)
def test_why_an_activity_is_not_offered(born, send, why) -> None:
    found = unavailable(born, NOVEMBER, send=send)
    assert {each.activity.code: each.why for each in found} == why


def test_an_activity_of_an_earlier_requirement_was_possible_then() -> None:
    then = date(2018, 3, 31)
    codes = {each.code for each in possible(OLDER, then, send=False)}
    assert "720" in codes
    later = {each.code for each in possible(OLDER, date(2018, 4, 1), send=False)}
    assert codes - later == {"720"}
    assert "720" not in {
        each.activity.code for each in unavailable(OLDER, date(2018, 4, 1), send=False)
    }


@pytest.mark.parametrize(
    ("born", "on", "of_age"),
    [
        (date(2010, 8, 31), date(2026, 8, 31), False),
        (date(2010, 8, 31), date(2026, 9, 1), True),
        (date(2010, 9, 1), date(2026, 9, 1), False),
    ],
)
def test_compulsory_education_is_over_on_1_september_after_year_11(
    born, on, of_age
) -> None:
    codes = {each.code for each in possible(born, on, send=False)}
    assert ("110" not in codes) is ("230" in codes) is of_age
