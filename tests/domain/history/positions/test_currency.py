"""The currency of every activity of the table, at its boundary."""

from datetime import date, timedelta

import pytest

from tests.domain.statements import ADVISER, position, says
from tracker.domain.history.currency import lapse_date
from tracker.domain.reference.activity import ACTIVITIES, activity

CONFIRMED = date(2026, 11, 30)
YEAR, HALF, QUARTER = date(2027, 11, 30), date(2027, 5, 30), date(2027, 2, 28)
FOUR_WEEKS = date(2026, 12, 28)
YEAR_END = date(2027, 8, 31)

LAST_DAY: dict[date | None, str] = {
    YEAR_END: "110 120 130 140 150 210 220 230 240 250 270 280",
    YEAR: "310 320",
    HALF: "330 340 360 380 381 410 430 440 450 460 550",
    QUARTER: "530",
    FOUR_WEEKS: "260 290 350 710 720",
    None: "540 610 615 616 619 620 630 640 650 660 670 680 810 820 830",
}
ROWS = [(code, last) for last, codes in LAST_DAY.items() for code in codes.split()]


def test_every_activity_has_its_row() -> None:
    assert sorted(code for code, _ in ROWS) == sorted(ACTIVITIES)


@pytest.mark.parametrize(("code", "last"), ROWS)
def test_the_last_day_after_a_confirmation(code: str, last: date | None) -> None:
    assert lapse_date(activity(code), verified=CONFIRMED) == last


@pytest.mark.parametrize(
    ("code", "last"),
    [row for row in ROWS if row[1] is not None and not activity(row[0]).is_compulsory],
)
def test_the_lapse_day_is_current_and_the_next_is_not(code: str, last: date) -> None:
    call = says(ADVISER, code, "2026-11-02", "2026-11-30")
    on, after = (
        position([call], str(day), "2010-03-10")
        for day in (last, last + timedelta(days=1))
    )
    assert (on.activity.code, on.lapses, on.lapsed) == (code, last, False)
    assert (after.activity.code, after.lapsed) == (code, True)
    assert on.group == activity(code).group
    assert after.group == "not known"


@pytest.mark.parametrize(
    ("code", "review", "last"),
    [
        ("350", "2027-01-04", "2027-02-01"),
        ("260", "2027-01-04", "2027-02-01"),
        ("290", "2027-01-04", "2027-02-01"),
        ("710", "2027-01-04", "2027-02-01"),
        ("360", "2027-01-04", "2027-05-30"),  # a review does not move the others
        ("230", "2027-01-04", "2027-08-31"),
        ("616", "2027-01-04", None),
    ],
)
def test_four_weeks_run_from_the_review_where_the_activity_has_one(
    code: str, review: str, last: str | None
) -> None:
    found = lapse_date(
        activity(code), verified=CONFIRMED, review=date.fromisoformat(review)
    )
    assert str(found or "") == (last or "")


@pytest.mark.parametrize(
    ("code", "expected_end", "last"),
    [
        ("230", "2027-07-02", "2027-07-02"),
        ("230", "2028-07-02", "2027-08-31"),
        ("310", "2027-03-01", "2027-03-01"),
        ("310", "2027-11-30", "2027-11-30"),
        ("530", "2027-02-27", "2027-02-27"),
        ("110", "2027-08-31", "2027-08-31"),
        ("619", "2027-01-01", None),
    ],
)
def test_a_capped_currency_never_runs_past_the_expected_end(
    code: str, expected_end: str, last: str | None
) -> None:
    found = lapse_date(
        activity(code),
        verified=CONFIRMED,
        expected_end=date.fromisoformat(expected_end),
    )
    assert str(found or "") == (last or "")


@pytest.mark.parametrize(
    ("verified", "last"),
    [
        ("2027-08-31", "2027-08-31"),
        ("2027-09-01", "2028-08-31"),
        ("2024-09-01", "2025-08-31"),
        ("2019-01-10", "2019-08-31"),
    ],
)
def test_the_academic_year_is_that_of_the_confirmation(
    verified: str, last: str
) -> None:
    found = lapse_date(activity("230"), verified=date.fromisoformat(verified))
    assert str(found) == last


@pytest.mark.parametrize(
    ("verified", "last"),
    [("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29")],
)
def test_six_months_from_the_end_of_august_end_with_february(
    verified: str, last: str
) -> None:
    found = lapse_date(activity("360"), verified=date.fromisoformat(verified))
    assert str(found) == last
