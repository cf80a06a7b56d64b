"""Which activities somebody can be in: by academic age, birthday, plan and year."""

from datetime import date

import pytest

from tracker.domain import activity as kinds
from tracker.domain.possible import (
    groups,
    has_employer,
    has_provider,
    impossible,
    possible,
)

NOVEMBER = date(2026, 11, 24)
YEAR_11, YEAR_12, YEAR_13 = date(2010, 12, 1), date(2009, 12, 1), date(2008, 11, 1)


def test_whoever_is_of_school_age_is_offered_school_alone() -> None:
    offered = possible(YEAR_11, NOVEMBER, send=False)
    assert {each.group for each in offered} == {kinds.COMPULSORY}
    assert kinds.AT_SCHOOL in offered


def test_whoever_is_past_it_is_offered_everything_else() -> None:
    offered = possible(YEAR_12, NOVEMBER, send=False)
    assert kinds.COMPULSORY not in {each.group for each in offered}
    assert {kinds.SEEKING, kinds.APPRENTICESHIP, kinds.NOT_KNOWN} <= set(offered)


@pytest.mark.parametrize(
    ("activity", "born", "send", "offered"),
    [
        (kinds.DWP_PROGRAMME, YEAR_12, False, False),
        (kinds.DWP_PROGRAMME, YEAR_13, False, True),
        (kinds.DWP_PROGRAMME, date(2008, 11, 25), False, False),
        (kinds.DWP_PROGRAMME, date(2008, 11, 24), False, True),
        (kinds.SPECIAL_POST_16, YEAR_12, False, False),
        (kinds.SPECIAL_POST_16, YEAR_12, True, True),
        (kinds.SUPPORTED_INTERNSHIP, YEAR_13, False, False),
        (kinds.SUPPORTED_INTERNSHIP, YEAR_13, True, True),
        (kinds.ASYLUM_SEEKER, YEAR_12, False, False),
    ],
)
def test_what_is_possible(activity, born, send, offered) -> None:
    assert (activity in possible(born, NOVEMBER, send=send)) is offered


def test_what_is_left_out_says_why() -> None:
    why = {e.activity: e.why for e in impossible(YEAR_12, NOVEMBER, send=False)}
    assert why[kinds.DWP_PROGRAMME] == "Only from the age of 18."
    assert "plan" in why[kinds.SPECIAL_POST_16]
    assert kinds.AT_SCHOOL not in why
    assert kinds.ASYLUM_SEEKER not in why


def test_a_group_without_anything_to_offer_is_left_out() -> None:
    titles = [title for title, _ in groups(possible(YEAR_11, NOVEMBER, send=False))]
    assert titles == ["At school age"]


@pytest.mark.parametrize(
    ("activity", "provider", "employer"),
    [
        (kinds.FURTHER_EDUCATION, True, False),
        (kinds.APPRENTICESHIP, True, False),
        (kinds.JOB_WITHOUT_TRAINING, False, True),
        (kinds.GAP_YEAR, False, False),
        (kinds.HOME_EDUCATED, False, False),
        (kinds.SEEKING, False, False),
        (kinds.NOT_KNOWN, False, False),
    ],
)
def test_what_has_a_place(activity, provider, employer) -> None:
    assert has_provider(activity) is provider
    assert has_employer(activity) is employer
