"""The retention schedule: how long, from when, and who stands behind it."""

import pytest

from tracker.domain.history.details.pupil_numbers import HIDDEN_FROM
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.retention import PROPOSED, RULES, SCHEDULE, State, in_words
from tracker.domain.settings import Chosen

# category, settings, words
PERIODS = [
    ("pupil numbers", Chosen(), "until the age of 20"),
    ("lines of other areas", Chosen(), "14 days after it arrives"),
    ("lines of other areas", Chosen(out_of_area_days=1), "1 day after it arrives"),
    (
        *("audit", Chosen(audit_years=7)),
        "7 years after the calendar year in which it is recorded",
    ),
    ("secrets", Chosen(), f"until the account is closed ({PROPOSED})"),
    ("kept forms", Chosen(), "1 day after it arrives"),
    (
        *("staff", Chosen()),
        f"6 years after the account is closed ({PROPOSED})",
    ),
]


@pytest.mark.law("N-20", "D-04")
@pytest.mark.parametrize(("category", "chosen", "words"), PERIODS)
def test_a_period_follows_the_settings_of_the_council(category, chosen, words) -> None:
    assert in_words(category, chosen.numbers) == words


def test_a_record_is_kept_longer_for_some() -> None:
    everybody, longer = SCHEDULE["record"]
    assert everybody.period(Chosen().numbers) == (
        "3 years after the school year in which tracking ends"
    )
    assert longer.period(Chosen().numbers) == "until the age of 25"
    assert "(care leavers" in in_words("record", Chosen().numbers)


def test_what_the_council_decides_is_labelled_as_a_proposal() -> None:
    for rule in RULES:
        proposed = rule.state is State.PROPOSED
        assert proposed == (rule.decided_by == "asset owner")
        assert (rule.label == PROPOSED) == proposed
        assert rule.source
        assert rule.number(Chosen().numbers) >= 0
        assert rule.applies_to


def test_a_condition_has_its_place_in_the_law_and_its_reason() -> None:
    for each in REASONS.values():
        assert each.place.startswith("UK GDPR article ")
        assert "schedule 1, paragraph" in each.place
        assert each.document
        assert each.reason.endswith(".")


def test_the_schedule_and_the_program_hide_pupil_numbers_at_one_age() -> None:
    (rule,) = SCHEDULE["pupil numbers"]
    assert (rule.keep_for, rule.state) == (HIDDEN_FROM, State.BUILT_IN)
