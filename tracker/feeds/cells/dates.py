"""The ways in which senders write a date."""

import re
from datetime import date, timedelta
from functools import lru_cache

from tracker.domain.reference.academic_year import MONTHS

_NUMBERS = {
    name: number
    for number, month in enumerate(map(str.lower, MONTHS), start=1)
    for name in (month, month[:3])
} | {"sept": 9}

#: A time after the date carries no meaning: exports add midnight to every date.
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}| ?[AP]M)?)?"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})[-/.](\d{{1,2}}|[A-Z]{{3,9}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ](\d{{1,2}}|[A-Z]{{3,9}})[-/. ]"
    rf"(\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
#: A month in letters may stand first: it cannot be mistaken for a day.
_MONTH_IN_LETTERS = re.compile(
    rf"([A-Z]{{3,9}})[-/. ](\d{{1,2}})(?:st|nd|rd|th)?,?[-/. ](\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")

#: Day 0 of the spreadsheet calendar, which believes in 29 February 1900.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(18264, 73051)  # 1950 to 2099

_YEARS = range(1900, 2100)


@lru_cache(maxsize=100_000)
def parse_date(text: str) -> date | str | None:
    """The date, None if the text is empty, or a sentence with the mistake.

    Days come before months, as in England: 03/04/2009 is 3 April, and 04/28/2009 is no
    date. Years of two digits are 2000 to 2049 and 1950 to 1999.
    """
    # A spreadsheet puts an apostrophe before a cell that is text.
    given = text.strip().removeprefix("'")
    if not given:
        return None
    if weekday := _WEEKDAY.match(given):
        given = given[weekday.end() :]
    if found := _YEAR_FIRST.fullmatch(given):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(given):
        day, month, year = found.groups()
    elif found := _MONTH_IN_LETTERS.fullmatch(given):
        month, day, year = found.groups()
    elif found := _RUN_TOGETHER.fullmatch(given):
        year, month, day = found[1] + found[2], found[3], found[4]
    elif (found := _SERIAL.fullmatch(given)) and int(found[1]) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(found[1]))
    else:
        return f"{given} is not a date. Enter a date, for example 28/04/2009."
    return _from_parts(given, int(day), month, year)


def day_of(text: str | None) -> date | None:
    """The date that a cell gives; None for an empty cell and for a mistake."""
    parsed = parse_date(text) if text else None
    return parsed if isinstance(parsed, date) else None


def _from_parts(given: str, day: int, month: str, year: str) -> date | str:
    number = int(month) if month.isdigit() else _NUMBERS.get(month.lower(), 0)
    years = int(year)
    if len(year) == 2:
        years += 2000 if years < 50 else 1900
    if years not in _YEARS:
        return f"{given} has a year that cannot be right."
    if number > 12 and day <= 12:
        return f"{given} has the month first; write the day first, such as 28/04/2009."
    try:
        return date(years, number, day)
    except ValueError:
        return f"{given} is not a real date."
