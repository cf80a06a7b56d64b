"""The pupils of a census that are tracked, and the data that may be kept about them.

See decision 0077.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.reference.academic_year import birthday, year_group
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.restricted_cells import may_be_kept
from tracker.feeds.cells.row import unmarked
from tracker.feeds.cells.school_years import school_year
from tracker.feeds.cells.written_names import plain
from tracker.feeds.census.agreement import is_restricted
from tracker.feeds.census.columns import OFF_ROLL, ROLL, WHEN_RESTRICTED
from tracker.feeds.file_reading import RawRow
from tracker.feeds.rolls.blank_status import marked, says_nothing
from tracker.feeds.rolls.enrolment_status import Standing, standing

#: Tracking begins when pupils choose their GCSEs and ends with the sixth form.
YEARS = range(9, 15)
#: The years below have pupils of this age, and the privacy notice is for 13 to 19.
YOUNGEST = 13
YEARS_BELOW = range(7, 9)


@dataclass
class Pupil:
    """A pupil as a layout gives them, before any data is dropped."""

    file: str
    line: int
    values: dict[str, str]
    off_roll: bool = False


def year_of(raw: Mapping[str, str], on: date | None) -> int | None:
    """The school year of a pupil: the stated one, else by the age on that day."""
    stated = school_year(raw.get("year_group", ""))
    if stated is not None:
        return stated
    born = day_of(raw.get("dob"))
    return year_group(born, on) if born is not None and on is not None else None


def is_tracked(raw: Mapping[str, str], on: date | None) -> bool:
    """Whether a pupil is in Years 9 to 14, or 13 or older in one of the years below.

    A line with neither a year nor an age is kept, and has a problem that says so.
    """
    year = year_of(raw, on)
    if year is None or year in YEARS:
        return True
    born = day_of(raw.get("dob"))
    return (
        year in YEARS_BELOW
        and born is not None
        and on is not None
        and birthday(born, YOUNGEST) <= on
    )


def _names_of(raw: Mapping[str, str]) -> set[tuple[str, ...]]:
    """The keys by which two rows of a census are of one pupil."""
    born = day_of(raw.get("dob"))
    who = (
        plain(raw.get("surname", "")).casefold(),
        plain(raw.get("forename", "")).casefold(),
        born.isoformat() if born is not None else raw.get("dob", ""),
    )
    upn = unmarked(raw.get("upn", "")).upper()
    return {(upn,), who} - {("",), ("", "", "")}


def without_restricted(raw: Mapping[str, str]) -> dict[str, str]:
    """The data that may be kept about a pupil whose data the school may not pass on.

    A status of "not a pupil here", or an uncertain one, is not kept either; the pupil
    is then only marked as not on the roll.
    """
    kept = may_be_kept(raw, {*WHEN_RESTRICTED, ROLL})
    there = standing(raw.get("enrol_status", "")) in (None, Standing.ON_ROLL)
    if not there or says_nothing(raw):
        kept[ROLL] = OFF_ROLL
    return kept


def _has_left(pupil: Pupil) -> bool:
    return pupil.off_roll or day_of(pupil.values.get("leaving_date")) is not None


#: A note, before the number of pupils whose rows may give only their identity.
KEPT_LESS = (
    "Pupils with only name, birth, address and parent kept, because more may not be "
    "passed on:"
)


def kept(
    pupils: Iterable[Pupil], as_at: date | None, notes: list[str]
) -> Iterator[RawRow]:
    """Pupils of Years 9 to 14 or of 13 years and more, with the data that may be kept.

    All other pupils are dropped and counted in ``notes``. Restricted pupils are counted
    there too: only their names, birth, address and parent are kept.
    """
    outside = restrictions = 0
    refused: set[tuple[str, ...]] = set()
    for pupil in marked(
        pupils, lambda it: it.values, "enrol_status", may_be_blank=_has_left
    ):
        raw = pupil.values
        status = standing(raw.get("enrol_status", ""))
        leaving = day_of(raw.get("leaving_date"))
        off_roll = pupil.off_roll or bool(leaving) or status is Standing.LEFT
        on = leaving or day_of(raw.get("reference_date")) or as_at
        if not is_tracked(raw, on):
            outside += 1
            continue
        # Rows of leavers have no agreement: the same pupil's row on roll has it.
        restricted = is_restricted(raw.get("yssa", "")) or not refused.isdisjoint(
            _names_of(raw)
        )
        if restricted:
            restrictions += 1
            refused.update(_names_of(raw))
            raw = without_restricted(raw)
        if off_roll:
            raw = {**raw, ROLL: OFF_ROLL}
        unstored = pupil.values if restricted else {}
        yield RawRow(pupil.line, pupil.file, raw, restricted, unstored)
    if outside:
        notes.append(
            "Pupils left out because they are neither in Years 9 to 14 nor "
            f"{YOUNGEST} or older: {outside}."
        )
    if restrictions:
        notes.append(f"{KEPT_LESS} {restrictions}.")
