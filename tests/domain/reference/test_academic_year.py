"""Academic years, ages around 31 August, periods, and the calendar of schools."""

from datetime import date

import pytest

from tracker.domain.reference.academic_year import (
    AcademicYear,
    Period,
    academic_age,
    add_months,
    birthday,
    periods,
    say_date,
    say_near,
    school_leaving_date,
    year_group,
)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 8, 31), 2025),
        (date(2026, 9, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
    ],
)
def test_an_academic_year_begins_on_1_september(day: date, start: int) -> None:
    assert AcademicYear.of(day) == AcademicYear(start)
    assert day in AcademicYear(start)
    assert day not in AcademicYear(start).next


def test_an_academic_year_knows_its_days_and_neighbours() -> None:
    year = AcademicYear(2026)
    assert (year.starts, year.ends) == (date(2026, 9, 1), date(2027, 8, 31))
    assert (year.previous.label, year.label, year.next.label) == (
        *("2025/26", "2026/27", "2027/28"),
    )
    assert AcademicYear(2099).label == "2099/00"
    assert AcademicYear(2025) < year


@pytest.mark.parametrize("text", ["2026-27", "2026/27", "2026-2027", " 2026/27 "])
def test_an_academic_year_is_read(text: str) -> None:
    assert AcademicYear.parse(text) == AcademicYear(2026)


@pytest.mark.parametrize("text", ["2026", "2026-28", "26-27", "2026-7", "last", ""])
def test_a_text_that_is_no_academic_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a year such as 2026-27"):
        AcademicYear.parse(text)


@pytest.mark.parametrize(
    ("born", "on", "age", "group"),
    [
        # on 31 August the youngest of Year 11, on 1 September the oldest of Year 10
        (date(2010, 8, 31), date(2025, 9, 1), 15, 11),
        (date(2010, 9, 1), date(2025, 9, 1), 14, 10),
        (date(2009, 9, 1), date(2025, 9, 1), 15, 11),
        (date(2009, 8, 31), date(2025, 9, 1), 16, 12),
        # the age stands still all year and moves on 1 September
        (date(2010, 8, 31), date(2026, 8, 31), 15, 11),
        (date(2010, 8, 31), date(2026, 9, 1), 16, 12),
        (date(2010, 1, 1), date(2026, 1, 31), 15, 11),
        (date(2008, 2, 29), date(2025, 5, 31), 16, 12),
        (date(2009, 2, 14), date(2025, 5, 31), 15, 11),
        (date(2000, 9, 1), date(2026, 10, 31), 25, 21),
    ],
)
def test_academic_age_is_the_age_on_31_august_before(
    born: date, on: date, age: int, group: int
) -> None:
    assert (academic_age(born, on), year_group(born, on)) == (age, group)


def test_year_11_of_the_youngest_and_of_the_oldest_in_a_year() -> None:
    oldest, youngest = date(2009, 9, 1), date(2010, 8, 31)
    for born in (oldest, youngest):
        year = AcademicYear.of_year_11(born)
        assert year == AcademicYear(2025)
        assert academic_age(born, year.starts) == academic_age(born, year.ends) == 15
    assert AcademicYear.of_year_11(date(2009, 8, 31)) == AcademicYear(2024)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2023, date(2023, 6, 30)),  # 30 June is a Friday
        (2024, date(2024, 6, 28)),
        (2025, date(2025, 6, 27)),
        (2026, date(2026, 6, 26)),
        (2029, date(2029, 6, 29)),
    ],
)
def test_the_school_leaving_date_is_the_last_friday_of_june(
    year: int, day: date
) -> None:
    assert school_leaving_date(year) == day
    assert day.strftime("%A") == "Friday"


def test_a_period_is_a_month() -> None:
    period = Period.parse("2026-10")
    assert period == Period.of(date(2026, 10, 31)) == Period(2026, 10)
    assert (period.first, period.end) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (period.iso, period.label) == ("2026-10", "October 2026")
    assert period.academic_year == AcademicYear(2026)


def test_periods_follow_one_another_over_the_turn_of_the_year() -> None:
    december = Period(2026, 12)
    assert (december.next, december.previous) == (Period(2027, 1), Period(2026, 11))
    assert december.next.previous == december
    assert [each.iso for each in periods(Period(2026, 11), Period(2027, 2))] == [
        *("2026-11", "2026-12", "2027-01", "2027-02")
    ]
    assert list(periods(Period(2027, 1), Period(2026, 12))) == []


def test_a_period_ends_in_february_too() -> None:
    assert Period(2028, 2).end == date(2028, 2, 29)
    assert Period(2027, 2).end == date(2027, 2, 28)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "10-2026", "2026-1", "now", ""])
def test_a_text_that_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month such as 2026-10"):
        Period.parse(text)


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="there is no month 13"):
        Period(2026, 13)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 10), 6, date(2026, 9, 10)),
        (date(2026, 3, 10), 12, date(2027, 3, 10)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_are_added_and_clamped(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_a_birthday_of_29_february_is_1_march_in_other_years() -> None:
    assert birthday(date(2008, 2, 29), 15) == date(2023, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert birthday(date(2008, 5, 6), 18) == date(2026, 5, 6)


def test_a_date_is_written_as_in_a_letter() -> None:
    assert say_date(date(2026, 11, 4)) == "4 November 2026"


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 5, 24), "24 May 2026", "24 May 2026"),
        (date(2026, 9, 4), "4 September", "4 Sep"),
        (date(2027, 1, 7), "7 January", "7 Jan"),
        (date(2027, 11, 4), "4 November 2027", "4 Nov 2027"),
    ],
)
def test_a_day_near_today_needs_no_year(day: date, long: str, short: str) -> None:
    today = date(2026, 11, 24)
    assert say_near(day, today) == long
    assert say_near(day, today, short=True) == short


def test_an_academic_year_has_the_months_from_september_to_august() -> None:
    months = AcademicYear(2026).periods
    assert [each.iso for each in months[:5]] == [
        *("2026-09", "2026-10", "2026-11", "2026-12", "2027-01"),
    ]
    assert (len(months), months[-1].label) == (12, "August 2027")


def test_a_month_has_a_name_and_the_same_month_a_year_before() -> None:
    assert Period(2026, 2).month_name == "February"
    assert Period(2026, 2).a_year_before == Period(2025, 2)


@pytest.mark.parametrize(
    ("month", "moved_up"), [(3, 1), (4, 0), (8, 0), (9, 1), (12, 1)]
)
def test_the_young_people_of_the_guarantee_move_up_in_september(
    month: int, moved_up: int
) -> None:
    assert Period(2027, month).guarantee_moved_up == moved_up
