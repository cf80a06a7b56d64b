"""Clocks of cases: tables of the days on which they end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.clock import Clock, Turn, Turned, clock, start_of
from tracker.domain.law.cases.working_days import from_day, known_years


def day(text: str) -> datetime:
    return start_of(date.fromisoformat(text))


def received(text: str) -> list[Turned]:
    return [Turned(Turn.RECEIVED, day(text))]


def paused(first: str, last: str) -> list[Turned]:
    return [Turned(Turn.PAUSED, day(first)), Turned(Turn.RESUMED, day(last))]


def extended(on: str, months: int) -> list[Turned]:
    return [Turned(Turn.EXTENDED, day(on), months)]


def of(kind: str, turns: list[Turned], now: str = "2026-11-24", **more) -> Clock:
    return clock(KINDS[kind], turns, now=day(now), **more)


@pytest.mark.law("D-05")
@pytest.mark.parametrize(
    ("on", "ends", "why"),
    [
        ("2026-11-04", "2026-12-04", "the corresponding date"),
        ("2027-01-31", "2027-03-01", "28 February is the last day, a Sunday"),
        ("2026-01-31", "2026-03-02", "28 February is a Saturday"),
        ("2028-01-31", "2028-02-29", "the last day of February in a leap year"),
        ("2028-02-29", "2028-03-29", "from leap day on to the 29th"),
        ("2027-08-31", "2027-09-30", "30 days have September"),
        ("2026-11-01", "2026-12-01", "received on a Sunday, which counts"),
        ("2026-03-03", "2026-04-07", "Good Friday, and on past Easter Monday"),
        ("2026-03-06", "2026-04-07", "Easter Monday"),
        ("2026-11-25", "2026-12-29", "Christmas on a Friday, 28 December in lieu"),
        ("2025-12-01", "2026-01-02", "New Year's Day"),
        ("2026-07-31", "2026-09-01", "the summer bank holiday, 31 August"),
    ],
)
def test_a_month_ends_on_the_same_date_or_the_last_and_never_on_a_day_off(
    on: str, ends: str, why: str
) -> None:
    assert of("subject-access", received(on)).last_day == date.fromisoformat(ends), why


@pytest.mark.law("D-05")
@pytest.mark.parametrize(
    ("turns", "ends"),
    [
        # A question on the 6th, its answer on the 9th: three days do not count.
        (received("2026-11-04") + paused("2026-11-06", "2026-11-09"), "2026-12-07"),
        # Two pauses add up: three days and four.
        (
            received("2026-11-04")
            + paused("2026-11-06", "2026-11-09")
            + paused("2026-11-20", "2026-11-24"),
            "2026-12-11",
        ),
        # A pause over the end of a month, and over leap day.
        (received("2026-01-15") + paused("2026-01-30", "2026-02-03"), "2026-02-19"),
        (received("2028-02-15") + paused("2028-02-28", "2028-03-01"), "2028-03-17"),
        # A day within which the answer came costs nothing.
        (received("2026-11-04") + paused("2026-11-06", "2026-11-06"), "2026-12-04"),
        # Days of a pause come before the move to a working day, not after it.
        (received("2026-11-25") + paused("2026-12-01", "2026-12-02"), "2026-12-29"),
    ],
)
def test_days_of_a_pause_do_not_count(turns: list[Turned], ends: str) -> None:
    assert of("subject-access", turns).last_day == date.fromisoformat(ends)


@pytest.mark.law("D-05")
@pytest.mark.parametrize(
    ("on", "months", "ends"),
    [
        ("2026-11-04", 2, "2027-02-04"),
        ("2026-11-04", 1, "2027-01-04"),
        # Counted from receipt, not from 28 February: 31 March, not the 28th.
        ("2027-01-31", 1, "2027-03-31"),
        ("2026-12-31", 1, "2027-03-01"),
        ("2027-11-30", 2, "2028-02-29"),
    ],
)
def test_an_extension_is_counted_from_receipt(on: str, months: int, ends: str) -> None:
    turns = received(on) + extended(on, months)
    assert of("subject-access", turns).last_day == date.fromisoformat(ends)


@pytest.mark.law("D-05")
def test_the_last_day_for_an_extension_is_the_end_of_the_first_month() -> None:
    turns = received("2026-11-04") + paused("2026-11-06", "2026-11-09")
    assert of("subject-access", turns).extend_by == date(2026, 12, 7)
    more = turns + extended("2026-12-01", 2)
    assert of("subject-access", more).extend_by == date(2026, 12, 7)
    assert of("subject-access", more).last_day == date(2027, 2, 8)


@pytest.mark.law("D-05")
def test_a_paused_clock_moves_on_day_by_day_and_its_bar_stands_still() -> None:
    turns = [*received("2026-11-04"), Turned(Turn.PAUSED, day("2026-11-10"))]
    first, later = (
        of("subject-access", turns, now) for now in ("2026-11-10", "2026-11-20")
    )
    assert first.paused_since == later.paused_since == date(2026, 11, 10)
    assert (later.last_day - first.last_day) == timedelta(days=10)
    assert later.due - day("2026-11-20") == first.due - day("2026-11-10")


@pytest.mark.parametrize(
    ("now", "share"),
    [
        ("2026-11-03", 0.0),
        ("2026-11-04", 0.0),
        ("2026-11-20", 0.5),
        ("2026-12-06", 1.0),
        ("2027-01-04", 1.0),
    ],
)
def test_the_bar_shows_the_share_of_the_time_that_is_used(now: str, share) -> None:
    """From the beginning of 4 November to the end of Friday 4 December: 31 days."""
    clock_ = of("subject-access", received("2026-11-04"), now)
    assert clock_.used(day(now)) == pytest.approx(share, abs=0.02)


@pytest.mark.law("D-15")
@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2026-11-02", "2026-12-02"),
        ("2026-11-25", "2026-12-29"),  # 25 December
        ("2027-01-30", "2027-03-01"),  # thirty days, whatever the month
        ("2028-01-31", "2028-03-01"),
        ("2026-11-12", "2026-12-14"),  # a Saturday
    ],
)
def test_a_complaint_has_thirty_days_from_the_day_after(on: str, ends: str) -> None:
    assert of("complaint", received(on)).last_day == date.fromisoformat(ends)


@pytest.mark.law("D-14")
@pytest.mark.parametrize(
    ("at", "due"),
    [
        # Christmas Eve, a minute before midnight, through three days off.
        ("2026-12-24T23:59+00:00", "2026-12-27T23:59+00:00"),
        # The clocks go back: midday in summer time is eleven in winter time.
        ("2026-10-24T12:00+01:00", "2026-10-27T11:00+00:00"),
        # The clocks go forward.
        ("2026-03-28T12:00+00:00", "2026-03-31T13:00+01:00"),
        ("2028-02-28T08:30+00:00", "2028-03-02T08:30+00:00"),
    ],
)
def test_a_breach_has_72_hours_that_nothing_moves(at: str, due: str) -> None:
    came = Turned(Turn.RECEIVED, datetime.fromisoformat(at))
    assert of("breach", [came]).due == datetime.fromisoformat(due)


def test_late_in_the_evening_in_summer_it_is_the_next_day_in_england() -> None:
    came = Turned(Turn.RECEIVED, datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert of("subject-access", [came]).last_day == date(2026, 8, 3)
    due = of("subject-access", [came]).due
    assert due == datetime(2026, 8, 3, 23, tzinfo=UTC), "midnight in summer time"


def test_years_without_known_holidays_are_named_and_not_guessed() -> None:
    far = of("subject-access", received("2031-12-25"))
    assert far.last_day == date(2032, 1, 26), "a Sunday moves all the same"
    assert far.labels == ["no bank holidays known for 2032"]
    assert of("subject-access", received("2026-11-04")).labels == []
    last = known_years()[-1]
    over = from_day(date(last, 12, 31))
    if over.day.year > last:
        assert over.unknown_years == (last + 1,)


def test_the_day_of_a_review_may_be_set() -> None:
    set_ = of("safeguarding-share", received("2026-11-23"), until=date(2027, 1, 8))
    assert set_.last_day == date(2027, 1, 8)
    assert of("safeguarding-share", received("2026-11-23")).last_day == date(
        2026, 12, 23
    )


@pytest.mark.parametrize(
    "turns",
    [
        [],
        paused("2026-11-06", "2026-11-09"),
        [*received("2026-11-04"), *[Turned(Turn.PAUSED, day("2026-11-06"))] * 2],
        [*received("2026-11-04"), Turned(Turn.RESUMED, day("2026-11-06"))],
    ],
)
def test_events_that_make_no_clock(turns: list[Turned]) -> None:
    with pytest.raises(ValueError, match=r"^a clock "):
        of("subject-access", turns)
