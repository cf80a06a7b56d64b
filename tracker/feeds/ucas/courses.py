"""When the course of a place begins, and what is claimed of it.

A place is expected from its first day on. It is claimed with the trust of an offer, so
it confirms nothing, and a list of a school, a college or an adviser outdoes it.
"""

import re
from datetime import date, timedelta

from tracker.domain.history.evidence import Doing
from tracker.domain.reference.academic_year import add_months, say_date
from tracker.domain.reference.activity import HIGHER_EDUCATION
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row

#: Where only the year is known: by then the courses of an autumn have begun.
_BEGUN_BY = 10, 1
#: In these months a place is for the autumn of the same year, or for a later one.
_OF_THIS_YEAR = range(6, 11)
#: A place is deferred by a year or two at most.
_FURTHEST = 2
_YEAR = re.compile(r"\b(20\d{2})\b")

NO_YEAR = (
    "The place has no day and no year in which the course begins, so only the "
    "application is recorded. Give EntryYear."
)


def place_of(row: Row, at: InstitutionRef | None, as_at: date) -> Doing | None:
    """What a line with a certain place claims; None where its course has no first day
    that can be used, which is then a problem of the row.
    """
    starts = _starts(row, as_at)
    if starts is None:
        return None
    if not as_at.year - 1 <= starts.year <= as_at.year + _FURTHEST:
        name = "start" if row.text("start") else "entry_year"
        row.object_to(
            name,
            f"A course that begins on {say_date(starts)} does not fit a list of "
            f"{say_date(as_at)}; look at its year. Only the application is recorded.",
        )
        return None
    return Doing(HIGHER_EDUCATION.code, at=at, starts=starts)


def _starts(row: Row, as_at: date) -> date | None:
    day = row.day("start")
    if day is not None:
        return day
    given = row.text("entry_year")
    years = _YEAR.findall(given)
    if years:
        # "2027/28" and "September 2027" begin in the first year that stands there.
        return date(int(years[0]), *_BEGUN_BY)
    if given:
        row.object_to("entry_year", f"{given} is not a year such as 2027.")
    elif as_at.month in _OF_THIS_YEAR and not row.flag("deferred"):
        return date(as_at.year, *_BEGUN_BY)
    row.object_to("entry_year", NO_YEAR)
    return None


def known_on(place: Doing, day: date) -> date:
    """The day as at which a list claims a place: its own, or the first month there. A
    list that is made later shows where they meant to go, and not where they stayed.
    """
    starts = place.starts or day
    return min(day, add_months(starts, 1) - timedelta(days=1))
