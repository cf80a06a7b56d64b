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
