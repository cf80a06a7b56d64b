"""Academic years, academic age, the periods of the return and other dates of the field.

Every function takes its dates as arguments: nothing here reads the clock.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Self

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
#: Academic ages: the last of compulsory education, the two of the duty to participate,
#: and the last at which an EHC plan keeps a young person in the return.
YEAR_11, YEAR_12, YEAR_13 = 15, 16, 17
DUTY_AGES = (YEAR_12, YEAR_13)
LAST_WITH_PLAN = 24

#: The months in which those on the September Guarantee list stay in the return.
GUARANTEE_MONTHS = range(5, 11)
#: The month ends between two school years: courses are over, and lists are to come.
SUMMER = (7, 8)
#: Within half a year, a day and a month are clear without the year.
_NEAR = timedelta(days=182)


@dataclass(frozen=True, order=True, slots=True)
class AcademicYear:
    """The school year from 1 September of ``start`` to the 31 August after it."""

    start: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The academic year that holds ``day``."""
        return cls(_start(day))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads "2026-27", "2026/27" or "2026-2027".

        Raises ValueError with a sentence for anything else.
        """
        first, _, second = text.strip().replace("/", "-").partition("-")
        if _is_number(first, 4) and (_is_number(second, 2) or _is_number(second, 4)):
            start = int(first)
            if str(start + 1).endswith(second):
                return cls(start)
        raise ValueError(f"{text!r} is not a year such as 2026-27")

    @classmethod
    def of_year_11(cls, born: date) -> Self:
        """The academic year in which compulsory education ends."""
        return cls(born.year + YEAR_11 + (1 if born.month >= 9 else 0))

    @property
    def starts(self) -> date:
        return date(self.start, 9, 1)

    @property
    def ends(self) -> date:
        return date(self.start + 1, 8, 31)

    @property
    def periods(self) -> tuple["Period", ...]:
        """Its twelve months, September to August."""
        return tuple(periods(Period.of(self.starts), Period.of(self.ends)))

    @property
    def label(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def next(self) -> Self:
        return type(self)(self.start + 1)

    @property
    def previous(self) -> Self:
        return type(self)(self.start - 1)

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def __str__(self) -> str:
        return self.label


def _start(day: date) -> int:
    """The calendar year in which the academic year of ``day`` began."""
    return day.year if day.month >= 9 else day.year - 1


def academic_age(born: date, on: date) -> int:
    """The age on the 31 August before the academic year that holds ``on``.

    A person born on 31 August is the youngest of their year, one born on 1 September
    the oldest of the next.
    """
    return _start(on) - born.year - (1 if born.month >= 9 else 0)


def year_group(born: date, on: date) -> int:
    """The school year for a date of birth: 11 at academic age 15."""
    return academic_age(born, on) - 4


def counted_on(left: int) -> date:
    """The day in the year ``left`` on which its leavers are counted, where they are
    then (NCCIS 1.1).
    """
    return date(left, 5, 31)


def stayed_by(left: int) -> date:
    """The day in the year ``left`` by which those who stay on are on the roll again."""
    return date(left, 10, 31)


def school_leaving_date(year: int) -> date:
    """The last Friday of June in ``year``, when those aged 16 may leave school."""
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The month of a return, as at its last day."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"there is no month {self.month}")
        if not MINYEAR <= self.year <= MAXYEAR:
            raise ValueError(f"there is no year {self.year}")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads "2026-10". Raises ValueError with a sentence for anything else."""
        year, _, month = text.strip().partition("-")
        if (
            (_is_number(year, 4) and int(year) >= MINYEAR)
            and _is_number(month, 2)
            and 1 <= int(month) <= 12
        ):
            return cls(int(year), int(month))
        raise ValueError(f"{text!r} is not a month such as 2026-10")

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def iso(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def month_name(self) -> str:
        return MONTHS[self.month - 1]

    @property
    def label(self) -> str:
        return f"{self.month_name} {self.year}"

    @property
    def next(self) -> Self:
        return self._moved(1)

    @property
    def previous(self) -> Self:
        return self._moved(-1)

    @property
    def a_year_before(self) -> Self:
        return self._moved(-12)

    @property
    def academic_year(self) -> AcademicYear:
        return AcademicYear.of(self.end)

    @property
    def guarantee_moved_up(self) -> int:
        """How many year groups the young people of the September Guarantee moved up.

        From April to August they are in the year group of their guarantee; from
        September to March they are in the next (rule 905).
        """
        return 0 if 4 <= self.month <= 8 else 1

    def _moved(self, months: int) -> Self:
        count = self.year * 12 + self.month - 1 + months
        return type(self)(count // 12, count % 12 + 1)

    def __str__(self) -> str:
        return self.iso


def end_before(day: date) -> date:
    """The last day of the month before the one that holds ``day``."""
    return day - timedelta(days=day.day)


def periods(first: Period, last: Period) -> Iterator[Period]:
    """Every period from ``first`` to ``last``, both included; none if out of order."""
    while first <= last:
        yield first
        first = first.next


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month if it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday(born: date, age: int) -> date:
    """The day on which a person turns ``age``.

    For a birthday on 29 February it is 1 March in other years, as in law.
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def say_date(day: date) -> str:
    """The date as in a letter: 4 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_near(day: date, today: date, *, short: bool = False) -> str:
    """The date, without its year where that is clear: 4 November, or 4 Nov."""
    month = MONTHS[day.month - 1][: 3 if short else None]
    year = "" if abs(day - today) <= _NEAR else f" {day.year}"
    return f"{day.day} {month}{year}"


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()
