"""The stay that a row of a described list states: its days, and whether it goes on.

A list may have a column with the sender's own status or reason beside the one with what
they do. Who has left, waits for a start or never came is not there, whatever the other
column has. See decision 0255.
"""

from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.history.evidence import Doing
from tracker.domain.reference.academic_year import AcademicYear, say_date
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row

#: The column of it, and the columns with days.
PRESENCE = "presence"
DAYS = ("start", "end", "expected_end", "review")


class Presence(StrEnum):
    """Whether they are there: the codes of the list "presence"."""

    THERE = "THERE"
    LEFT = "LEFT"
    WAITING = "WAITING"
    NEVER = "NEVER"
    UNKNOWN = "UNKNOWN"


#: Why a row with a presence states nothing about what they do.
_NOTHING = {
    Presence.WAITING: "They are not there yet",
    Presence.UNKNOWN: "It is not known whether they are there",
}


def stay(
    row: Row,
    code: str | None,
    at: InstitutionRef | None,
    presence: Presence,
    *,
    as_at: date,
) -> Doing | None:
    """The stay at a place with an activity's code; None where the row states none.

    What is wrong with the days is noted with the row.
    """
    if (why := _NOTHING.get(presence)) is not None:
        row.object_to(PRESENCE, f"{why}, so nothing is recorded of what they do.")
        return None
    starts, ends = row.day("start"), row.day("end")
    if presence is Presence.NEVER:
        # An earlier list that had them there was wrong: they had gone before it began.
        first = AcademicYear.of(as_at).starts
        if starts is not None and starts <= as_at:
            first = starts
        return _gone(code, at, first - timedelta(days=1))
    if starts is not None and starts > as_at:
        message = f"It starts on {say_date(starts)}, after the day of the list."
        row.object_to("start", message, stops=True)
        return None
    if starts is not None and ends is not None and ends < starts:
        row.object_to("end", "It ends before it starts.", stops=True)
        return None
    if presence is Presence.LEFT and (ends is None or ends > as_at):
        last = as_at - timedelta(days=1)
        row.object_to(
            "end",
            "They are no longer there, and there is no last day that is over; they "
            f"are taken as gone by {say_date(last)}.",
        )
        return _gone(code, at, last)
    expected = row.day("expected_end")
    if ends is not None and ends > as_at:
        expected, ends = expected or ends, None  # one that is planned
    return Doing(
        code,
        at=at,
        starts=starts,
        ends=ends,
        expected_end=expected,
        review=row.day("review"),
    )


def _gone(code: str | None, at: InstitutionRef | None, last: date) -> Doing:
    return Doing(code, at=at, ends=last, gone_by=True)
