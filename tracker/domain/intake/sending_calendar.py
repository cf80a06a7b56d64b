"""What a school or college owes the council in a month, and by when.

Complete lists once enrolment has settled and again after the 42nd day; then whoever
came or went, every month, even if that is nobody (Feeds F03). A notice of leaving is
owed within the week whatever the month is (Feeds F04).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.reference.academic_year import Period

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed in ``month``: by which day, and whether it has to name everybody."""

    month: Period
    by: date
    complete: bool
    what: str


def owed_in(month: Period) -> Owed | None:
    """What is owed in a month, or None in August, when nobody is enrolled."""
    if month.month == 8:
        return None
    if month.month == 9:
        return Owed(
            month,
            _friday_until(date(month.year, 9, 18)),
            True,
            "A complete list of everybody who has enrolled.",
        )
    if month.month == 10:
        return Owed(
            month,
            _friday_until(date(month.year, 10, 16)),
            True,
            "A complete list once the first six weeks are over, without those who "
            "never started.",
        )
    return Owed(
        month,
        month.end,
        False,
        "Anybody who has started or left this month. If nobody has, tell us that "
        "nothing has changed.",
    )


def _friday_until(day: date) -> date:
    """The last Friday up to a day."""
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)
