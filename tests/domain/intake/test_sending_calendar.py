"""The lists that a school or college owes the council, month by month."""

from datetime import date

import pytest

from tracker.domain.intake.sending_calendar import owed_in
from tracker.domain.reference.academic_year import Period


@pytest.mark.parametrize(
    ("month", "by", "complete"),
    [
        (Period(2026, 9), date(2026, 9, 18), True),
        (Period(2027, 9), date(2027, 9, 17), True),
        (Period(2026, 10), date(2026, 10, 16), True),
        (Period(2027, 10), date(2027, 10, 15), True),
        (Period(2026, 11), date(2026, 11, 30), False),
        (Period(2027, 2), date(2027, 2, 28), False),
        (Period(2028, 2), date(2028, 2, 29), False),
    ],
)
def test_complete_lists_are_owed_on_a_friday_and_changes_by_the_months_end(
    month, by, complete
) -> None:
    owed = owed_in(month)
    assert owed is not None
    assert (owed.month, owed.by, owed.complete) == (month, by, complete)


def test_in_august_nothing_is_owed() -> None:
    assert owed_in(Period(2026, 8)) is None


@pytest.mark.parametrize(
    ("month", "what"),
    [
        (9, "A complete list of everybody who has enrolled."),
        (
            10,
            "A complete list once the first six weeks are over, without those who "
            "never started.",
        ),
        (
            11,
            "Anyone who has started or left this month. If no one has, report that "
            "nothing has changed.",
        ),
    ],
)
def test_each_list_is_described_to_its_sender(month: int, what: str) -> None:
    assert owed_in(Period(2026, month)).what == what


@pytest.mark.parametrize("month", [9, 10, 11])
def test_changes_are_owed_only_once_there_is_a_list_to_change(month: int) -> None:
    owed = owed_in(Period(2026, month))
    assert owed is not None
    assert owed.from_sender(has_list=True) == owed.what
    first = owed.from_sender(has_list=False)
    assert "nothing has changed" not in first
    assert (first == owed.what) is owed.complete


@pytest.mark.parametrize(
    ("year", "september", "october"),
    [(2023, 15, 13), (2024, 13, 11), (2025, 12, 10), (2026, 18, 16), (2028, 15, 13)],
)
def test_the_friday_is_on_or_before_the_18th_and_the_16th(
    year: int, september: int, october: int
) -> None:
    assert owed_in(Period(year, 9)).by == date(year, 9, september)
    assert owed_in(Period(year, 10)).by == date(year, 10, october)


@pytest.mark.parametrize("month", [1, 2, 3, 4, 5, 6, 7, 11, 12])
def test_in_all_other_months_the_changes_are_owed(month: int) -> None:
    owed = owed_in(Period(2026, month))
    assert owed is not None
    assert not owed.complete
