"""Today's list of an adviser: each person once, for the most urgent reason."""

from datetime import date, timedelta

import pytest

from tracker import domain
from tracker.domain.casework.my_day import Section, urgent
from tracker.domain.history.position import Position

TODAY = date(2026, 11, 24)
OCTOBER = date(2026, 10, 5)


def position(activity: domain.reference.activity.Activity, **changes) -> Position:
    usual = {
        "day": TODAY,
        "starts": OCTOBER,
        "ascertained": OCTOBER,
        "neet_since": OCTOBER if activity.is_neet else None,
    }
    return Position(activity=activity, **{**usual, **changes})


AT_COLLEGE = position(
    domain.reference.activity.FURTHER_EDUCATION, lapses=date(2027, 8, 31)
)
LAPSING = position(
    domain.reference.activity.FURTHER_EDUCATION, lapses=TODAY + timedelta(days=14)
)
LATER = position(
    domain.reference.activity.FURTHER_EDUCATION, lapses=TODAY + timedelta(days=15)
)
LAPSED = position(
    domain.reference.activity.JOB_WITHOUT_TRAINING, lapses=TODAY - timedelta(days=3)
)
LOOKING, UNKNOWN = (
    position(domain.reference.activity.SEEKING),
    position(domain.reference.activity.NOT_KNOWN),
)
#: Not known since the September before last.
LONG_AGO = position(domain.reference.activity.NOT_KNOWN, starts=date(2025, 9, 1))
SEALED = position(domain.reference.activity.HIDDEN)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BEFORE, SINCE = date(2026, 9, 1), date(2026, 10, 20)

TABLE = [
    # position, due, last contact, section
    (AT_COLLEGE, None, None, None),
    (AT_COLLEGE, YESTERDAY, SINCE, Section.OVERDUE),
    (AT_COLLEGE, TODAY, SINCE, Section.DUE),
    (AT_COLLEGE, TOMORROW, SINCE, None),
    (LAPSING, None, None, Section.LAPSING),
    (LAPSING, YESTERDAY, SINCE, Section.OVERDUE),
    (LATER, None, None, None),
    (LAPSED, None, None, Section.LEFT),
    (LAPSED, None, SINCE, Section.LEFT),
    (LAPSED, None, YESTERDAY, Section.UNPLANNED),
    (LAPSED, TOMORROW, YESTERDAY, None),
    (LOOKING, None, None, Section.NEET),
    (LOOKING, None, BEFORE, Section.NEET),
    (LOOKING, None, OCTOBER, Section.UNPLANNED),
    (LOOKING, TOMORROW, OCTOBER, None),
    (LOOKING, TOMORROW, None, Section.NEET),
    (LOOKING, TODAY, None, Section.DUE),
    (UNKNOWN, None, BEFORE, Section.LEFT),
    (UNKNOWN, None, SINCE, Section.UNPLANNED),
    (UNKNOWN, TOMORROW, None, Section.LEFT),
    (LONG_AGO, None, None, Section.UNPLANNED),
    (LONG_AGO, None, date(2025, 8, 1), Section.UNPLANNED),
    (LONG_AGO, None, SINCE, Section.UNPLANNED),
    (LONG_AGO, TOMORROW, None, None),
    (LONG_AGO, TODAY, None, Section.DUE),
    (SEALED, None, BEFORE, Section.HIDDEN),
    (SEALED, None, OCTOBER, Section.UNPLANNED),
    (AT_COLLEGE, None, SINCE, None),
    (None, None, SINCE, None),
    (SEALED, TODAY, None, Section.DUE),
    (None, YESTERDAY, None, Section.OVERDUE),
    (None, None, None, None),
]


@pytest.mark.parametrize(("where", "due", "contacted", "section"), TABLE)
def test_the_section_of_a_person(where, due, contacted, section) -> None:
    found = urgent(where, due=due, what="Call", contacted=contacted, today=TODAY)
    assert (found.section if found else None) is section


@pytest.mark.parametrize(
    ("since", "today", "section"),
    [
        (date(2026, 9, 1), TODAY, Section.LEFT),
        (date(2026, 8, 31), TODAY, Section.UNPLANNED),
        (date(2026, 9, 1), date(2027, 8, 31), Section.LEFT),
        (date(2026, 9, 1), date(2027, 9, 1), Section.UNPLANNED),
    ],
)
def test_who_left_before_this_school_year_is_no_new_leaver(
    since, today, section
) -> None:
    unknown = position(domain.reference.activity.NOT_KNOWN, starts=since)
    found = urgent(unknown, due=None, what="", contacted=None, today=today)
    assert (found.section, found.since) == (section, since)


def test_each_has_its_reason() -> None:
    def why(where, due=None):
        found = urgent(where, due=due, what="Try again", contacted=None, today=TODAY)
        assert found is not None
        return found.why

    assert why(LOOKING, YESTERDAY) == "Try again: due 23 November"
    assert why(LOOKING) == "Since 5 October: looking for work, education or training"
    assert why(SEALED) == "Since 5 October: what they do is not shown"
    assert why(LAPSED) == (
        "Not known since 22 November: job without training not confirmed"
    )
    assert why(LAPSING) == "Further education, full time: confirm by 8 December"


def test_the_sections_in_order_and_words() -> None:
    assert [(each.value, each.label) for each in Section] == [
        ("overdue", "Overdue"),
        ("due today", "Due today"),
        ("lapsing in 14 days", "Lapsing in 14 days"),
        ("new leavers", "New leavers"),
        ("new NEET", "New NEET"),
        ("new, not shown", "New, not shown"),
        ("nothing planned", "Nothing planned"),
    ]


def test_the_list_is_in_order_of_the_day_since() -> None:
    def since(where, due=None) -> date:
        found = urgent(where, due=due, what="Call", contacted=None, today=TODAY)
        assert found is not None
        return found.since

    assert since(LOOKING, YESTERDAY) == YESTERDAY
    assert since(LOOKING, TODAY) == TODAY
    assert since(LAPSING) == date(2026, 12, 8)
    assert since(LAPSED) == date(2026, 11, 22)
    assert since(UNKNOWN) == since(LOOKING) == OCTOBER


@pytest.mark.parametrize(
    ("lapses", "section"),
    [
        (TODAY, Section.LAPSING),
        (YESTERDAY, Section.LEFT),
        (TODAY + timedelta(days=14), Section.LAPSING),
        (TODAY + timedelta(days=15), None),
    ],
)
def test_an_activity_lapses_within_14_days_from_today(lapses, section) -> None:
    where = position(domain.reference.activity.FURTHER_EDUCATION, lapses=lapses)
    found = urgent(where, due=None, what="", contacted=None, today=TODAY)
    assert (found.section if found else None) is section


@pytest.mark.parametrize(
    ("contacted", "new"), [(OCTOBER, False), (OCTOBER - timedelta(days=1), True)]
)
def test_a_contact_on_the_first_day_counts(contacted, new) -> None:
    for where in (LOOKING, UNKNOWN):
        found = urgent(where, due=None, what="", contacted=contacted, today=TODAY)
        assert (found.section is not Section.UNPLANNED) is new


def test_nothing_planned_goes_by_the_last_contact() -> None:
    found = urgent(LOOKING, due=None, what="", contacted=SINCE, today=TODAY)
    assert found.why == "Since 5 October: looking for work, education or training"
    assert found.since == SINCE


def test_a_neet_start_before_the_present_activity_counts() -> None:
    since = position(domain.reference.activity.SEEKING, neet_since=date(2026, 9, 1))
    found = urgent(since, due=None, what="", contacted=None, today=TODAY)
    assert found.why == "Since 1 September: looking for work, education or training"
    without = position(domain.reference.activity.SEEKING, neet_since=None)
    found = urgent(without, due=None, what="", contacted=None, today=TODAY)
    assert found.since == OCTOBER


def test_not_known_without_an_activity_before_gives_its_day_alone() -> None:
    found = urgent(UNKNOWN, due=None, what="", contacted=None, today=TODAY)
    assert found.why == "Not known since 5 October"
    due = urgent(UNKNOWN, due=TODAY, what="Call", contacted=None, today=TODAY)
    assert due.why == "Call"
