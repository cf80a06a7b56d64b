"""The next follow-up: a row for each outcome, and the days around weekends."""

from datetime import date, timedelta

import pytest

from tracker import domain
from tracker.domain.casework.contact import Outcome
from tracker.domain.casework.follow_up import FollowUp, proposed, working_days_after

TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
NO, SOON, LATE = None, date(2026, 12, 18), date(2027, 8, 31)

# outcome, unanswered before, lapses, due day, purpose
TABLE = [
    (
        Outcome.YOUNG_PERSON,
        0,
        NO,
        date(2026, 12, 22),
        domain.casework.follow_up.KEEP_IN_TOUCH,
    ),
    (
        Outcome.YOUNG_PERSON,
        2,
        LATE,
        date(2026, 12, 22),
        domain.casework.follow_up.KEEP_IN_TOUCH,
    ),
    (
        Outcome.YOUNG_PERSON,
        0,
        SOON,
        date(2026, 12, 11),
        domain.casework.follow_up.CONFIRM,
    ),
    (Outcome.YOUNG_PERSON, 0, date(2026, 11, 26), date(2026, 11, 25), "Confirm"),
    (Outcome.YOUNG_PERSON, 0, date(2026, 11, 1), date(2026, 12, 22), "Keep in touch"),
    (
        Outcome.PARENT,
        0,
        NO,
        date(2026, 12, 22),
        domain.casework.follow_up.KEEP_IN_TOUCH,
    ),
    (Outcome.PARENT, 0, SOON, date(2026, 12, 11), domain.casework.follow_up.CONFIRM),
    (Outcome.PROVIDER, 0, NO, date(2026, 12, 22), "Keep in touch"),
    (Outcome.NOTE, 0, NO, date(2026, 12, 22), "Keep in touch"),
    (Outcome.CANCELLED, 0, NO, date(2026, 12, 22), "Keep in touch"),
    (Outcome.MISSED, 0, NO, date(2026, 11, 26), domain.casework.follow_up.TRY_AGAIN),
    (Outcome.VOICEMAIL, 0, NO, date(2026, 11, 26), domain.casework.follow_up.TRY_AGAIN),
    (Outcome.VOICEMAIL, 1, NO, date(2026, 11, 26), domain.casework.follow_up.TRY_AGAIN),
    (
        Outcome.VOICEMAIL,
        2,
        NO,
        date(2026, 12, 1),
        domain.casework.follow_up.SEND_LETTER,
    ),
    (
        Outcome.NO_ANSWER,
        0,
        SOON,
        date(2026, 11, 26),
        domain.casework.follow_up.TRY_AGAIN,
    ),
    (
        Outcome.NO_ANSWER,
        2,
        NO,
        date(2026, 12, 1),
        domain.casework.follow_up.SEND_LETTER,
    ),
    (
        Outcome.NO_ANSWER,
        5,
        NO,
        date(2026, 12, 1),
        domain.casework.follow_up.SEND_LETTER,
    ),
    (Outcome.WRONG_NUMBER, 0, NO, TUESDAY, domain.casework.follow_up.FIND_NUMBER),
    (Outcome.REFUSED, 0, SOON, date(2027, 2, 24), domain.casework.follow_up.ASK_AGAIN),
]


@pytest.mark.parametrize(("outcome", "before", "lapses", "due", "what"), TABLE)
def test_the_outcome_decides_the_follow_up(outcome, before, lapses, due, what) -> None:
    found = proposed(outcome, TUESDAY, unanswered_before=before, lapses=lapses)
    assert found.due == due
    assert found.what.startswith(what)


def test_every_outcome_has_its_row() -> None:
    assert {row[0] for row in TABLE} == set(Outcome)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (TUESDAY, 2, date(2026, 11, 26)),
        (FRIDAY, 1, date(2026, 11, 30)),
        (FRIDAY, 2, date(2026, 12, 1)),
        (date(2026, 11, 28), 2, date(2026, 12, 1)),
    ],
)
def test_weekends_are_no_working_days(day, count, then) -> None:
    assert working_days_after(day, count) == then


def test_no_follow_up_is_due_at_a_weekend() -> None:
    after_a_saturday = proposed(
        Outcome.YOUNG_PERSON, date(2026, 11, 28), unanswered_before=0, lapses=None
    )
    assert after_a_saturday == FollowUp(
        date(2026, 12, 28), domain.casework.follow_up.KEEP_IN_TOUCH
    )


def test_the_purposes_in_words() -> None:
    def what(outcome: Outcome, before: int = 0, lapses: date | None = None) -> str:
        return proposed(outcome, TUESDAY, unanswered_before=before, lapses=lapses).what

    assert what(Outcome.YOUNG_PERSON) == "Keep in touch"
    assert what(Outcome.PARENT, lapses=SOON) == "Confirm before it lapses"
    assert what(Outcome.NO_ANSWER) == "Try again"
    assert what(Outcome.VOICEMAIL, 2) == "Send a letter"
    assert what(Outcome.WRONG_NUMBER) == "Find another number"
    assert what(Outcome.REFUSED) == "Ask again"


# The next follow-up is on 22 December, a week before 29 December.
@pytest.mark.parametrize(
    ("lapses", "due", "what"),
    [
        (TUESDAY, date(2026, 12, 22), "Keep in touch"),  # lapses today: settled now
        (date(2026, 11, 25), date(2026, 11, 25), "Confirm before it lapses"),
        (date(2026, 12, 29), date(2026, 12, 22), "Confirm before it lapses"),
        (date(2026, 12, 30), date(2026, 12, 22), "Keep in touch"),
        (date(2026, 12, 26), date(2026, 12, 18), "Confirm before it lapses"),
        (date(2026, 12, 27), date(2026, 12, 18), "Confirm before it lapses"),
        (date(2026, 12, 28), date(2026, 12, 21), "Confirm before it lapses"),
    ],
)
def test_what_lapses_by_a_week_after_the_next_one_is_confirmed_before(
    lapses, due, what
) -> None:
    found = proposed(Outcome.YOUNG_PERSON, TUESDAY, unanswered_before=0, lapses=lapses)
    assert found == FollowUp(due, what)


def test_the_time_to_the_next_one_may_be_chosen() -> None:
    found = proposed(
        Outcome.PARENT,
        TUESDAY,
        unanswered_before=0,
        lapses=None,
        in_touch=timedelta(days=7),
    )
    assert found == FollowUp(date(2026, 12, 1), "Keep in touch")


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 25), date(2027, 2, 25)),
        (date(2026, 11, 27), date(2027, 3, 1)),  # 27 February is a Saturday
        (date(2026, 11, 28), date(2027, 3, 1)),
    ],
)
def test_after_a_refusal_the_next_one_is_in_three_months_on_a_working_day(
    day: date, due: date
) -> None:
    found = proposed(Outcome.REFUSED, day, unanswered_before=9, lapses=None)
    assert found.due == due
