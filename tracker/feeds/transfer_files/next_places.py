"""What a transfer file means for where a pupil goes next.

A file that is for a school proposes a place there from September, for a pupil of Year
11 who left in the summer. All else that it may mean is a question: a pupil can have
changed their mind on results day, and a sign in place of a number is no place.
"""

from datetime import date, timedelta

from tracker.domain.history.evidence import Doing
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.domain.reference.academic_year import (
    AcademicYear,
    add_months,
    say_date,
    year_group,
)
from tracker.domain.reference.activity import SCHOOL_SIXTH_FORM
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row
from tracker.feeds.cells.school_years import school_year
from tracker.feeds.file_reading import Context
from tracker.feeds.transfer_files.destinations import Destination, destination_of

#: The last year of compulsory school, and the months in which it is left for Year 12.
YEAR_11 = 11
SUMMER = (6, 7, 8)
#: Establishment numbers from here on are those of colleges.
_COLLEGES = "8"
FULL = "full"


def next_place(
    row: Row, born: date | None, as_at: date, context: Context
) -> tuple[Doing | None, LeaverQuestion | None]:
    """The place that a row proposes, or the question that it raises, or neither."""
    if row.text("qualifier").casefold() not in ("", FULL):
        return None, None  # data about a pupil who stays
    where, number = destination_of(row.text("next_lea"), row.text("next_estab"))
    if where is Destination.UNKNOWN:
        return None, LeaverQuestion.UNKNOWN
    if where is Destination.OUTSIDE:
        return None, LeaverQuestion.OUTSIDE
    if where is Destination.ODD:
        given = f"{row.text('next_lea')}{row.text('next_estab')}"
        row.object_to(
            "next_estab",
            f"The file is for {given}, which is no DfE number and neither XXXXXXX nor "
            "MMMMMMM, so no place is recorded.",
        )
        return None, LeaverQuestion.UNKNOWN
    if where is not Destination.SCHOOL or number is None:
        return None, None
    return _at_school(row, born, as_at, number, context)


def _at_school(
    row: Row, born: date | None, as_at: date, number: str, context: Context
) -> tuple[Doing | None, LeaverQuestion | None]:
    left = row.day("leaving_date")
    year = _year(row, born, left or as_at, as_at)
    if year is not None and year < YEAR_11:
        return None, None  # the next school's census shows where they are
    at = InstitutionRef(laestab=number)
    if number == f"{row.text('lea')}{row.text('estab')}":
        row.object_to("next_estab", "The file is for the school that sends it.")
        return None, None
    if not context.in_register(at):
        row.object_to(
            "next_estab",
            f"The file is for {number}, which is in no register of institutions, so no "
            "place is recorded.",
        )
        return None, LeaverQuestion.UNSURE
    if left is None or year != YEAR_11 or not _is_of(left, as_at):
        return None, LeaverQuestion.UNSURE
    if left.month not in SUMMER:
        row.object_to(
            "leaving_date",
            f"A pupil of Year 11 who left on {say_date(left)} need not have gone to "
            f"Year 12 at {number}, so no place is recorded.",
        )
        return None, LeaverQuestion.UNSURE
    code = None if number[3:].startswith(_COLLEGES) else SCHOOL_SIXTH_FORM.code
    return Doing(code, at=at, starts=AcademicYear.of(left).next.starts), None


def known_on(proposed: Doing, as_at: date) -> date:
    """The day as at which a file proposes a place: its own, or the last of September.

    A file that is made later shows where they meant to go, and not where they stayed.
    """
    starts = proposed.starts or as_at
    return min(as_at, add_months(starts, 1) - timedelta(days=1))


def _is_of(left: date, as_at: date) -> bool:
    """Whether a day of leaving fits the day of the file: of its school year, or of the
    one before.
    """
    return 0 <= AcademicYear.of(as_at).start - AcademicYear.of(left).start <= 1


def _year(row: Row, born: date | None, on: date, as_at: date) -> int | None:
    """The school year on the day of leaving, None where it is not certain.

    Systems move pupils up before the file is made, so a pupil of Year 11 by age may be
    in Year 12 there. One who is in Year 10 there has not finished Year 11.
    """
    stated = school_year(row.text("year_group"))
    if born is None:
        same = AcademicYear.of(on) == AcademicYear.of(as_at)
        return stated if same else None
    by_age = year_group(born, on)
    if stated is None or by_age <= stated <= by_age + 1:
        return by_age
    if abs(stated - by_age) > 1:
        row.object_to(
            "year_group",
            f"Year {stated} does not fit a date of birth of {born:%d/%m/%Y}: check "
            "both.",
        )
    # Below Year 11 by both is below it.
    return by_age if max(stated, by_age) < YEAR_11 else None
