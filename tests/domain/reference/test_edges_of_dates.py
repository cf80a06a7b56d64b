"""The edges of months, years and ages, on both sides."""

from datetime import MAXYEAR, date

import pytest

from tracker.domain.reference.academic_year import (
    DUTY_AGES,
    GUARANTEE_MONTHS,
    LAST_WITH_PLAN,
    MONTHS,
    SUMMER,
    YEAR_11,
    AcademicYear,
    Period,
    academic_age,
    add_months,
    birthday,
    counted_on,
    end_before,
    periods,
    say_near,
    school_leaving_date,
    stayed_by,
)


def test_the_academic_ages_of_the_law() -> None:
    """Year 11 ends at 15; the duty is for two years; a plan may last until 25."""
    assert (YEAR_11, DUTY_AGES, LAST_WITH_PLAN) == (15, (16, 17), 24)


def test_the_guarantee_list_stays_in_the_return_from_may_to_october() -> None:
    assert [month for month in range(1, 13) if month in GUARANTEE_MONTHS] == [
        *(5, 6, 7, 8, 9, 10)
    ]
    assert SUMMER == (7, 8)


def test_the_months_have_their_names() -> None:
    assert " ".join(MONTHS) == (
        "January February March April May June July August September October November "
        "December"
    )


def test_leavers_are_counted_on_31_may_and_have_stayed_by_31_october() -> None:
    assert counted_on(2026) == date(2026, 5, 31)
    assert stayed_by(2026) == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2022, 24),
        (2025, 27),
        (2026, 26),
        (2027, 25),
        (2028, 30),
        (2029, 29),
        (2030, 28),
    ],
)
def test_the_last_friday_of_june_whatever_day_the_30th_is(year: int, day: int) -> None:
    assert school_leaving_date(year) == date(year, 6, day)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 1), date(2026, 10, 31)),
        (date(2026, 11, 30), date(2026, 10, 31)),
        (date(2027, 1, 15), date(2026, 12, 31)),
    ],
)
def test_the_end_of_the_month_before(day: date, end: date) -> None:
    assert end_before(day) == end


@pytest.mark.parametrize("text", ["0001-01", "9999-12", " 2026-10 "])
def test_a_month_of_any_year_is_read(text: str) -> None:
    assert Period.parse(text).iso == text.strip()


@pytest.mark.parametrize(
    "text",
    ["0000-01", "2026-1", "2026-001", "2026-0a", "²026-10", "2026", "2026-10-01"],
)
def test_other_texts_are_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text!r} is not a month such as 2026-10$"):
        Period.parse(text)


@pytest.mark.parametrize(("year", "month"), [(0, 1), (MAXYEAR + 1, 1)])
def test_there_is_no_year_outside_the_calendar(year: int, month: int) -> None:
    with pytest.raises(ValueError, match=f"^there is no year {year}$"):
        Period(year, month)
    assert Period(1, 1).iso == "0001-01"
    assert Period(MAXYEAR, 12).iso == "9999-12"


def test_there_is_no_month_outside_the_year() -> None:
    with pytest.raises(ValueError, match=r"^there is no month 0$"):
        Period(2026, 0)
    assert (Period(2026, 1).month_name, Period(2026, 12).month_name) == (
        *("January", "December"),
    )


@pytest.mark.parametrize("text", ["2026-27", "2026-2027", "1999-00", "1999-2000"])
def test_a_year_is_read_with_two_or_four_digits(text: str) -> None:
    assert AcademicYear.parse(text).start == int(text[:4])


@pytest.mark.parametrize(
    "text", ["2026-27-28", "2026-027", "02026-27", "2026-7", "2026-2026", "20x6-27"]
)
def test_other_texts_are_no_year(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text!r} is not a year such as 2026-27$"):
        AcademicYear.parse(text)


def test_a_year_is_shown_by_its_label() -> None:
    assert str(AcademicYear(2026)) == "2026/27"
    assert str(Period(2026, 9)) == "2026-09"


def test_the_first_and_the_last_day_are_in_the_year() -> None:
    year = AcademicYear(2026)
    assert date(2026, 9, 1) in year
    assert date(2027, 8, 31) in year
    assert date(2026, 8, 31) not in year
    assert date(2027, 9, 1) not in year


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 1), 11, date(2026, 12, 1)),
        (date(2026, 1, 1), 12, date(2027, 1, 1)),
        (date(2026, 12, 1), -11, date(2026, 1, 1)),
        (date(2026, 12, 1), -12, date(2025, 12, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_are_added_over_the_turn_of_a_year(day, months, then) -> None:
    assert add_months(day, months) == then


def test_a_month_alone_is_a_row_of_months() -> None:
    assert list(periods(Period(2026, 5), Period(2026, 5))) == [Period(2026, 5)]


def test_the_day_before_the_birthday_and_the_day() -> None:
    assert birthday(date(2008, 11, 25), 18) == date(2026, 11, 25)
    assert birthday(date(2008, 2, 29), 17) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2027, 5, 25), "25 May"),  # 182 days later
        (date(2027, 5, 26), "26 May 2027"),
        (date(2026, 5, 26), "26 May"),  # 182 days before
        (date(2026, 5, 25), "25 May 2026"),
    ],
)
def test_within_half_a_year_the_year_is_left_out(day: date, shown: str) -> None:
    assert say_near(day, date(2026, 11, 24)) == shown


@pytest.mark.parametrize(
    ("born", "age"), [(date(2010, 8, 31), 16), (date(2010, 9, 1), 15)]
)
def test_born_in_september_is_a_year_below(born: date, age: int) -> None:
    assert academic_age(born, date(2026, 9, 1)) == age
    assert academic_age(born, date(2026, 8, 31)) == age - 1
