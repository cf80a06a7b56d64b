"""Working days in England: not a Saturday, a Sunday or a bank holiday.

The bank holidays are those that GOV.UK publishes, as bundled with the package
``govuk-bank-holidays``; nothing is looked up over a network. GOV.UK publishes them only
some years ahead: a year without them is named, and not guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_DIVISION = "england-and-wales"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A working day, with the years on the way to it that have no known holidays."""

    day: date
    unknown_years: tuple[int, ...]


@cache
def _holidays() -> frozenset[date]:
    from govuk_bank_holidays.bank_holidays import BankHolidays

    bundled = BankHolidays(use_cached_holidays=True)
    return frozenset(each["date"] for each in bundled.get_holidays(_DIVISION))


def known_years() -> range:
    """The years whose bank holidays are known."""
    days = _holidays()
    return range(min(days).year, max(days).year + 1)


def from_day(day: date) -> WorkingDay:
    """``day`` if it is a working day, or else the next working day after it.

    In a year whose bank holidays are not known only Saturdays and Sundays are days off.
    """
    known, unknown = known_years(), []
    while True:
        if day.year not in known and day.year not in unknown:
            unknown.append(day.year)
        if day.weekday() < _SATURDAY and day not in _holidays():
            return WorkingDay(day, tuple(unknown))
        day += timedelta(days=1)
