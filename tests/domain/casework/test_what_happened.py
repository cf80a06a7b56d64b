"""Kinds of activity, dates that follow, and who says so: tables."""

from datetime import date, timedelta

import pytest

from tracker import domain
from tracker.domain.casework.contact import Channel, Informant, Outcome, informant_of
from tracker.domain.casework.what_happened import (
    Kind,
    by_kind,
    follows,
    kind_of,
    short_title,
)
from tracker.domain.history.position import position_on
from tracker.domain.history.spells import Spell
from tracker.domain.reference.activity import ACTIVITIES, Activity

BORN, TODAY = date(2009, 8, 1), date(2026, 11, 26)
A = domain.reference.activity


def spell(
    activity: Activity, starts: date, ends: date | None = None, **more: object
) -> Spell:
    return Spell(
        activity=activity,
        starts=starts,
        ends=ends,
        institution=None,
        institution_name=more.pop("name", None),
        confirmations=(),
        **more,
    )


SEPTEMBER = date(2026, 9, 7)
# the history, the day that is filled in, and why
STARTS = [
    ((), None, ""),
    ((spell(A.TEMPORARY_JOB, SEPTEMBER),), None, ""),
    (
        (spell(A.TEMPORARY_JOB, SEPTEMBER, date(2026, 11, 20), name="Harrow Stores"),),
        date(2026, 11, 21),
        "the day after Harrow Stores ended",
    ),
    (
        (spell(A.JOB_WITHOUT_TRAINING, SEPTEMBER, date(2026, 11, 20)),),
        date(2026, 11, 21),
        "the day after job without training ended",
    ),
    # An end that is still to come is no end.
    ((spell(A.TEMPORARY_JOB, SEPTEMBER, TODAY),), None, ""),
    # "Not known" since then does not say what began.
    (
        (
            spell(A.FURTHER_EDUCATION, SEPTEMBER, date(2026, 10, 2), name="Weavers"),
            spell(A.NOT_KNOWN, date(2026, 10, 3)),
        ),
        date(2026, 10, 3),
        "the day after Weavers ended",
    ),
    (
        (spell(A.FURTHER_EDUCATION, SEPTEMBER, expected_end=date(2026, 11, 6)),),
        date(2026, 11, 7),
        "the day after further education, full time was expected to have ended",
    ),
]


@pytest.mark.parametrize(("spells", "day", "why"), STARTS)
def test_a_start_is_filled_in_where_it_follows(spells, day, why) -> None:
    position = position_on(spells, TODAY, born=BORN, since=SEPTEMBER)
    found = follows(spells, position, TODAY, in_touch=timedelta(days=28))
    assert (found.starts, found.why) == (day, why)


@pytest.mark.parametrize(
    ("on", "review", "expected_end"),
    [
        (TODAY, date(2026, 12, 24), date(2027, 8, 31)),
        (date(2026, 11, 28), date(2026, 12, 28), date(2027, 8, 31)),  # a Saturday
        (date(2027, 8, 31), date(2027, 9, 28), date(2027, 8, 31)),
        (date(2027, 9, 1), date(2027, 9, 29), date(2028, 8, 31)),
    ],
)
def test_a_review_and_an_end_are_filled_in(on, review, expected_end) -> None:
    found = follows((), None, on, in_touch=timedelta(days=28))
    assert (found.review, found.expected_end) == (review, expected_end)


def test_another_reason_does_not_end_the_time_of_being_neet() -> None:
    neet = spell(A.SEEKING, SEPTEMBER, neet_since=date(2026, 8, 1))
    for spells, since in (((neet,), date(2026, 8, 1)), ((), None)):
        position = position_on(spells, TODAY, born=BORN, since=SEPTEMBER)
        found = follows(spells, position, TODAY, in_touch=timedelta(days=28))
        assert found.neet_since == since


@pytest.mark.parametrize(
    ("activity", "kind", "title"),
    [
        (A.AT_SCHOOL, Kind.SCHOOL, "At school or another place of education"),
        (A.FURTHER_EDUCATION, Kind.EDUCATION, "Further education, full time"),
        (A.APPRENTICESHIP, Kind.TRAINING, "Apprenticeship"),
        (A.RE_ENGAGEMENT, Kind.TRAINING, "Re-engagement provision"),
        (A.TEMPORARY_JOB, Kind.WORK, "Temporary job"),
        (A.SEEKING, Kind.NONE, "Looking for work, education or training"),
        (A.CARER, Kind.NONE, "Young carer"),
        (A.GAP_YEAR, Kind.NONE, "Gap year"),
        (A.NOT_KNOWN, Kind.UNKNOWN, "Not known"),
    ],
)
def test_an_activity_is_looked_for_under_its_kind(activity, kind, title) -> None:
    assert kind_of(activity) is kind
    assert short_title(activity) == title


def test_every_activity_is_under_one_kind_and_looking_for_work_comes_first() -> None:
    found = by_kind(tuple(ACTIVITIES.values()))
    assert list(found) == list(Kind)
    assert sorted(each.code for some in found.values() for each in some) == sorted(
        ACTIVITIES
    )
    assert found[Kind.NONE][0] is A.SEEKING


# who says so, the contact that it was, whether it reached them
INFORMANTS = [
    (Informant.YOUNG_PERSON, Outcome.YOUNG_PERSON, True),
    (Informant.OWN_ANSWER, Outcome.YOUNG_PERSON, True),
    (Informant.PARENT, Outcome.PARENT, True),
    (Informant.PROVIDER, Outcome.PROVIDER, False),
    (Informant.OTHER, None, False),  # hearsay is no contact
]


@pytest.mark.parametrize(("informant", "outcome", "reached"), INFORMANTS)
def test_what_was_learned_is_a_contact(informant, outcome, reached) -> None:
    assert informant.outcome is outcome
    assert bool(outcome and outcome.reached) is reached
    assert outcome is None or not outcome.unanswered


def test_an_informant_is_missing_from_no_table() -> None:
    assert {each for each, _, _ in INFORMANTS} == set(Informant)


@pytest.mark.parametrize(
    ("outcome", "channel", "informant"),
    [
        (Outcome.YOUNG_PERSON, Channel.PHONE, Informant.YOUNG_PERSON),
        (Outcome.YOUNG_PERSON, Channel.VIDEO, Informant.YOUNG_PERSON),
        (Outcome.YOUNG_PERSON, Channel.GROUP_SESSION, Informant.YOUNG_PERSON),
        (Outcome.YOUNG_PERSON, Channel.TEXT, Informant.OWN_ANSWER),
        (Outcome.YOUNG_PERSON, Channel.EMAIL, Informant.OWN_ANSWER),
        (Outcome.YOUNG_PERSON, Channel.LETTER, Informant.OWN_ANSWER),
        (Outcome.YOUNG_PERSON, Channel.SOCIAL_MESSAGE, Informant.OWN_ANSWER),
        (Outcome.PARENT, Channel.TEXT, Informant.PARENT),
        (Outcome.PROVIDER, Channel.EMAIL, Informant.PROVIDER),
        (Outcome.NO_ANSWER, Channel.PHONE, None),
        (Outcome.WRONG_NUMBER, Channel.PHONE, None),
        (Outcome.REFUSED, Channel.VISIT, None),
    ],
)
def test_who_says_so_follows_from_the_contact(outcome, channel, informant) -> None:
    assert informant_of(outcome, channel) is informant
