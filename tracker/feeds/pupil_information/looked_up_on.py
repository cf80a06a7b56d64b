"""The day of the census of a result: its own, or that of its year and term."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from tracker.domain.reference.academic_year import AcademicYear
from tracker.feeds.cells.dates import parse_date

_THURSDAY = 3
#: The month of each census, and which Thursday of it is the day.
_CENSUSES = {"aut": (10, 1), "spr": (1, 3), "sum": (5, 3)}
_YEARS = re.compile(r"(?:20)?(\d\d)\s*[/\-–]?\s*(?:20)?(\d\d)")


def day_of(values: Mapping[str, str]) -> date | None:
    """The day of the census of a row; None where the row does not give it for certain.

    One year alone ("2025") may be that in which the school year starts or ends.
    """
    own = parse_date(values.get("census_day", ""))
    if isinstance(own, date):
        return own
    year = _year(values.get("academic_year", ""))
    term = values.get("term", "").strip().casefold()[:3]
    if year is None or term not in _CENSUSES:
        return None
    month, which = _CENSUSES[term]
    first = date(year.start if month > 8 else year.start + 1, month, 1)
    to_thursday = timedelta(days=(_THURSDAY - first.weekday()) % 7)
    return first + to_thursday + timedelta(weeks=which - 1)


def _year(given: str) -> AcademicYear | None:
    found = _YEARS.fullmatch(given.strip())
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return AcademicYear(2000 + start) if end == start + 1 else None
