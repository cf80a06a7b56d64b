"""A pupil's activity at the school whose roll they are on, or were on until a day."""

from dataclasses import replace
from datetime import date, timedelta

from tracker.domain.history.evidence import Doing
from tracker.domain.reference.academic_year import (
    AcademicYear,
    school_leaving_date,
    year_group,
)
from tracker.domain.reference.activity import AT_SCHOOL, SCHOOL_SIXTH_FORM
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row
from tracker.feeds.cells.school_years import school_year
from tracker.feeds.census.codes import NO_YEAR
from tracker.feeds.census.columns import OFF_ROLL, ROLL
from tracker.feeds.census.keeping import YEARS, is_tracked, year_of
from tracker.feeds.rolls.blank_status import says_nothing
from tracker.feeds.rolls.enrolment_status import CODES, Standing, standing

#: The first year after compulsory school age.
SIXTH_FORM = 12


def roll_activity(
    row: Row, born: date | None, as_at: date, school: InstitutionRef | None
) -> Doing | None:
    """The pupil's activity at this school; None for guests and where it is unknown."""
    entry, leaving = row.day("entry_date"), row.day("leaving_date")
    off_roll = row.text(ROLL) == OFF_ROLL
    _check_year_group(row)
    if not _counts(row, off_roll=off_roll):
        return None
    if school is None:
        row.object_to("estab", "The row does not say which school it is from.")
        return None
    if off_roll and leaving is None:
        return _gone_by(row, as_at, school)
    return _time_there(row, born, as_at, school, entry, leaving if off_roll else None)


def on_roll(
    row: Row, born: date | None, as_at: date, school: InstitutionRef | None
) -> Doing | None:
    """The enrolment of a restricted pupil, which only the age can show."""
    if row.text(ROLL) == OFF_ROLL or born is None:
        return None
    stated = {"dob": born.isoformat()}
    year = year_of(stated, as_at)
    if year is None or not is_tracked(stated, as_at):
        return None
    return enrolment(year, as_at, school)


def _counts(row: Row, *, off_roll: bool) -> bool:
    """Whether the status lets the row count as an activity of the pupil."""
    status = row.text("enrol_status")
    where = standing(status)
    if says_nothing(row.raw):
        return False
    if where is Standing.UNKNOWN and not off_roll:
        row.object_to(
            "enrol_status",
            f"{status} is not an enrolment status that is known here ({CODES}), so it "
            "is not taken as on the roll and nothing is claimed about what the pupil "
            "does.",
        )
        return False
    return where is not Standing.GUEST


def _time_there(
    row: Row,
    born: date | None,
    as_at: date,
    school: InstitutionRef,
    entry: date | None,
    left: date | None,
) -> Doing | None:
    """The stay at the school, up to the day they ``left``, None where they have not."""
    on = left or as_at
    stated = {"year_group": row.text("year_group")}
    if born is not None:
        stated["dob"] = born.isoformat()
    year = year_of(stated, on)
    if year is None:
        row.object_to(
            "year_group",
            "There is neither a year group nor a date of birth to work it out from.",
        )
        return None
    if born is not None:
        by_age = year_group(born, on)
        _check_year(row, born, by_age)
        if left is None and year < SIXTH_FORM <= by_age:
            # Compulsory education is over at that age, also for a pupil who repeats.
            year = min(by_age, YEARS[-1])
    doing = enrolment(
        year,
        on,
        school,
        entry=entry,
        programme=row.day("programme_start"),
        expected_end=row.day("programme_end"),
    )
    if left is None:
        return doing
    if doing.starts is not None and left < doing.starts:
        row.object_to(
            "leaving_date",
            f"The pupil left on {left:%d/%m/%Y}, before {doing.starts:%d/%m/%Y}, "
            "when they started.",
        )
        return None
    return replace(doing, ends=_last_day(year, left), expected_end=None)


def _gone_by(row: Row, as_at: date, school: InstitutionRef) -> Doing:
    """A leaver without a day of leaving: this ends their known stay at the school.

    The start is left out, so that the fold ends the stay that other sources reported.
    """
    last = as_at - timedelta(days=1)
    status = row.text("enrol_status")
    but = f"The enrolment status is {status}, but there" if status else "There"
    row.object_to(
        "leaving_date",
        f"{but} is no usable date of leaving; the pupil is taken as gone by "
        f"{as_at:%d/%m/%Y}.",
    )
    return Doing(None, at=school, ends=last, gone_by=True)


def _check_year_group(row: Row) -> None:
    """Adds a problem for a year group that the census does not have."""
    year = row.text("year_group")
    if year and year.upper() not in NO_YEAR and school_year(year) is None:
        row.object_to(
            "year_group",
            f"{year} is not a year group ({YEARS[0]} to {YEARS[-1]}, X or M).",
        )


def _check_year(row: Row, born: date, by_age: int) -> None:
    """A pupil may be a year ahead or behind; more is a slip in one of the two cells."""
    stated = school_year(row.text("year_group"))
    if stated is not None and abs(stated - by_age) > 1:
        row.object_to(
            "year_group",
            f"Year {stated} does not fit a date of birth of {born:%d/%m/%Y}: check "
            "both.",
        )


def _last_day(year: int, leaving: date) -> date:
    """The last day of a stay. Who leaves Year 11 after June has completed the year."""
    ends = AcademicYear.of(leaving).ends
    if year == 11 and school_leaving_date(ends.year) <= leaving:
        return ends
    return leaving


def enrolment(
    year: int,
    on: date,
    school: InstitutionRef | None,
    *,
    entry: date | None = None,
    programme: date | None = None,
    expected_end: date | None = None,
) -> Doing:
    """School up to Year 11, and the sixth form from its first day afterwards."""
    current = AcademicYear.of(on)
    if year < SIXTH_FORM:
        return Doing(
            AT_SCHOOL.code,
            at=school,
            starts=entry,
            expected_end=current.ends if year == 11 else None,
        )
    sixth_form = AcademicYear(current.start - (year - SIXTH_FORM)).starts
    starts = programme or max(entry or sixth_form, sixth_form)
    return Doing(
        SCHOOL_SIXTH_FORM.code, at=school, starts=starts, expected_end=expected_end
    )
