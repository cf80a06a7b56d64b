"""The list that a school or college owes the council in a month, and its due day.

It owes a complete list once enrolment has settled and again after the 42nd day. In the
other months it owes the starters and leavers, even if there are none (Feeds F03). A
notice of leaving is owed within the week in any month (Feeds F04).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.reference.academic_year import Period

FRIDAY = 4

_FIRST = (
    "Everybody who has enrolled: we have no complete list from you for this school "
    "year yet."
)


@dataclass(frozen=True, slots=True)
class Owed:
    """The list owed in ``month``: its due day, and whether it must be complete."""

    month: Period
    by: date
    complete: bool
    what: str

    def from_sender(self, *, has_list: bool) -> str:
        """What is owed by a sender of whose students there is a complete list of this
        school year, or none: changes are changes of a list.
        """
        return self.what if self.complete or has_list else _FIRST


def owed_in(month: Period) -> Owed | None:
    """The list owed in a month; None in August, when there is no enrolment."""
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
        "Anyone who has started or left this month. If no one has, report that "
        "nothing has changed.",
    )


def _friday_until(day: date) -> date:
    """The last Friday up to a day."""
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def week_of(day: date) -> date:
    """The Monday of the week of a day: an answer for the week counts from then on."""
    return day - timedelta(days=day.weekday())
