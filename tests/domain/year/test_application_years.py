"""The year of the guarantee that an application is for, by school year and day."""

from datetime import date

import pytest

from tracker.domain.year.application_years import application_year

YEARS = [
    # school year on the day, the day, the year of the guarantee; and if enrolled
    (11, "2026-05-20", 11, 11),  # the spring of Year 11
    (11, "2026-08-31", 11, 11),
    (12, "2026-09-01", 11, 11),  # the same young people, a day later
    (12, "2026-10-31", 11, 11),
    (12, "2026-11-01", 12, 11),  # reporting has closed: for the next September
    (12, "2027-03-31", 12, 11),
    (12, "2027-04-01", 12, 12),
    (13, "2026-09-30", 12, 12),
    (13, "2026-11-01", None, 12),
    (13, "2027-04-01", None, None),
    (11, "2026-10-05", 11, 11),  # applies a year ahead, as most do
    (11, "2027-01-15", 11, 11),
    (10, "2027-01-15", None, None),
    (10, "2027-06-01", None, None),
    (14, "2026-10-01", None, None),
]


@pytest.mark.parametrize(("group", "day", "year", "enrolled"), YEARS)
def test_the_year_that_an_application_is_for(
    group: int, day: str, year: int | None, enrolled: int | None
) -> None:
    on = date.fromisoformat(day)
    assert application_year(group, on) == year
    assert application_year(group, on, enrolled=True) == enrolled
