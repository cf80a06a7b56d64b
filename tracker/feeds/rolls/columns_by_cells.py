"""Columns of schools' and colleges' lists that are known by their cells only.

"Status" may mean the status of an enrolment or of a plan, and "Year" a school year or a
calendar year: the cells below show which. A page asks its user about such headings; a
command cannot ask.
"""

from tracker.feeds.cells.school_years import school_year
from tracker.feeds.recognition.tables import ByCells
from tracker.feeds.rolls.enrolment_status import is_understood


def _is_status(cell: str) -> bool:
    # A letter alone may be the code of anything.
    return len(cell) > 1 and is_understood(cell)


def _is_school_year(cell: str) -> bool:
    return school_year(cell) in range(7, 15)


BY_CELLS = (
    ByCells(
        "enrol_status",
        frozenset(
            {
                *("status", "currentstatus", "presentstatus", "onroll", "onrollstatus"),
                *("statusenrolledleft", "statusenrolledleaver", "statuscurrentleaver"),
                *("statusactiveleaver", "leaverstatus", "enrolledleft", "state"),
            }
        ),
        _is_status,
    ),
    ByCells("year_group", frozenset({"year", "yr", "group", "class"}), _is_school_year),
)
