"""The dates of a yearly review of accounts, and the accounts it is about.

See decision 0158.
"""

from datetime import UTC, date, datetime, timedelta

from tracker.domain.reference.academic_year import MONTHS
from tracker.store.accounts.reviews import AccountReview
from tracker.store.accounts.users import User

#: The day on which a review opens, and the day from which a new account needs none.
OPENS, NEW_FROM = (9, 1), (7, 1)
#: The last month and day on which a review may still be opened.
_OPENS_UNTIL = (12, 31)
#: The last day to confirm, unless the council sets another.
LAST_DAY = "31 October"
#: A review that opens late, after an outage, still gives people this long.
AT_LEAST = timedelta(days=28)
#: How long before the last day each reminder is sent.
REMINDERS = (timedelta(days=14), timedelta(days=3))


def opens_on(on: date) -> date | None:
    """The first day of the review that is to be open on a day; None before it."""
    first = date(on.year, *OPENS)
    return first if first <= on <= date(on.year, *_OPENS_UNTIL) else None


def last_day(review: AccountReview, chosen: str | None) -> date:
    """The last day to confirm; accounts close on the next. ``chosen`` is the setting,
    a day such as "31 October".
    """
    day, month = (chosen or LAST_DAY).split()
    declared = date(review.year, MONTHS.index(month) + 1, int(day))
    return max(declared, review.opened_on + AT_LEAST)


def reminders_owed(on: date, last: date) -> int:
    """How many reminders should have been sent by a day."""
    return sum(on >= last - before for before in REMINDERS)


def is_to_confirm(user: User, year: int) -> bool:
    """Whether an account still has to be confirmed in the review of a year."""
    return (
        user.closed_at is None
        and user.invited_at < _at(date(year, *NEW_FROM))
        and (user.kept_at is None or user.kept_at < _at(date(year, *OPENS)))
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=UTC)
