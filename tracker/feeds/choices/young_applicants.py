"""The young person of a line about a choice, as lists of schools and colleges give
them.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tracker.domain.history.evidence import Statement
from tracker.domain.history.person import Identity
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.domain.reference.academic_year import AcademicYear, year_group
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.restricted_cells import may_be_kept
from tracker.feeds.cells.row import Row, other_names, person_details
from tracker.feeds.cells.school_years import school_year
from tracker.feeds.feed_columns import Column, read_columns
from tracker.feeds.file_reading import Context
from tracker.feeds.headings.heading_words import ENROLMENT, with_words

_TABLES = read_columns(Path(__file__).with_name("columns.csv"))


def _with_words(table: str) -> tuple[Column, ...]:
    columns = _TABLES[table]
    words = {
        column.name: ENROLMENT[column.name]
        for column in columns
        if column.name in ENROLMENT
    }
    return with_words(columns, words)


#: The columns of a person that our empty lists have, and all that are read.
PERSON = _with_words("person")
READ_OF_PERSON = PERSON + _with_words("names")
#: The columns of the place and the course that a line is about.
PLACE = _TABLES["place"]

#: One of these columns finds the person.
NEEDS = (("surname", *BOTH_NAMES), ("dob", "uln", "upn"))

#: What a school or college may pass on about a restricted person. A place or a course
#: that they have chosen is none of it.
WHEN_RESTRICTED = frozenset(column.name for column in READ_OF_PERSON) & MAY_BE_PASSED_ON


def of_restricted(raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
    """Name, birth and postcode of a line, and nothing of what they have chosen."""
    return may_be_kept(raw, WHEN_RESTRICTED)


def identity(row: Row, as_at: date, *, restricted: bool) -> Identity:
    """The person of a row, without their numbers where they are restricted."""
    if restricted:
        return row.restricted_identity(as_at)
    others = other_names(row.names(), row.preferred_names())
    return row.identity(as_at, other_names=others, number_is_enough=True)


def details(who: Identity) -> list[Statement]:
    """What the row states about the person themselves."""
    return [*person_details(who), *address([], "", "", who.postcode)]


def group_on(row: Row, who: Identity, day: date, context: Context) -> int | None:
    """The school year of the person on a day: by the date of birth, or else by the year
    group, which is that of the day of the list. None where the row has neither.
    """
    if who.born is not None:
        return year_group(who.born, day)
    given = row.text("year_group")
    if not given:
        return None
    group = school_year(given)
    if group is None:
        row.object_to("year_group", f"{given} is not a year group such as 11.")
        return None
    years = AcademicYear.of(context.as_at).start - AcademicYear.of(day).start
    return group - years
