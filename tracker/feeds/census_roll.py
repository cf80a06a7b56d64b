"""What a pupil does at the school whose roll they are on, or were on until a day."""

from dataclasses import replace
from datetime import date

from tracker.domain.academic_year import AcademicYear, school_leaving_date, year_group
from tracker.domain.activity import AT_SCHOOL, SCHOOL_SIXTH_FORM
from tracker.domain.evidence import Doing
from tracker.domain.institution import InstitutionRef
from tracker.feeds.census_codes import ENROL_STATUSES, GUESTS, NO_YEAR
from tracker.feeds.census_columns import OFF_ROLL, ROLL
from tracker.feeds.census_keeping import YEARS, school_year, year_of
from tracker.feeds.row import Row

#: The first year after compulsory school age.
SIXTH_FORM = 12


def roll_activity(
    row: Row, born: date | None, as_at: date, school: InstitutionRef | None
) -> Doing | None:
    """What the pupil does at this school; None for guests and if it cannot be told."""
    entry, leaving = row.day("entry_date"), row.day("leaving_date")
    off_roll = row.text(ROLL) == OFF_ROLL
    _check_codes(row)
    if row.text("enrol_status").upper() in GUESTS:
        return None
    if off_roll and leaving is None:
        row.object_to("leaving_date", "There is no usable date of leaving.")
    if school is None:
        row.object_to("estab", "The row does not say which school it is from.")
    if school is None or (off_roll and leaving is None):
        return None
    on = leaving if off_roll and leaving is not None else as_at
    stated = {"year_group": row.text("year_group")}
    if born is not None:
        stated["dob"] = born.isoformat()
    year = year_of(stated, on)
    if year is None:
        row.object_to(
            "year_group",
            "There is neither a year group nor a date of birth to tell it.",
        )
        return None
    if born is not None:
        by_age = year_group(born, on)
        _check_year(row, born, by_age)
        if not off_roll and year < SIXTH_FORM <= by_age:
            # Compulsory education is over at that age, also for who repeats a year.
            year = min(by_age, YEARS[-1])
    doing = enrolment(
        year,
        on,
        school,
        entry=entry,
        programme=row.day("programme_start"),
        expected_end=row.day("programme_end"),
    )
    if not off_roll or leaving is None:
        return doing
    if doing.starts is not None and leaving < doing.starts:
        row.object_to(
            "leaving_date",
            f"The pupil left on {leaving:%d/%m/%Y}, before {doing.starts:%d/%m/%Y}, "
            "when they started.",
        )
        return None
    return replace(doing, ends=_last_day(year, leaving), expected_end=None)


def _check_codes(row: Row) -> None:
    """Says which codes are none of the census; the pupil stays on the roll."""
    status, year = row.text("enrol_status"), row.text("year_group")
    if status and status.upper() not in ENROL_STATUSES:
        row.object_to(
            "enrol_status",
            f"{status} is not an enrolment status (C, M, S, F, O or G).",
        )
    if year and year.upper() not in NO_YEAR and school_year(year) is None:
        row.object_to(
            "year_group",
            f"{year} is not a year group ({YEARS[0]} to {YEARS[-1]}, X or M).",
        )


def _check_year(row: Row, born: date, by_age: int) -> None:
    """Somebody may be a year ahead or behind; more is a slip in one of the two."""
    stated = school_year(row.text("year_group"))
    if stated is not None and abs(stated - by_age) > 1:
        row.object_to(
            "year_group",
            f"Year {stated} does not fit a date of birth of {born:%d/%m/%Y}: check "
            "both.",
        )


def _last_day(year: int, leaving: date) -> date:
    """Year 11 is completed in June: who leaves after that stayed to the end of it."""
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
