"""The columns of a neighbour's list: those of a list of learners, the home address, the
two authorities and the day.
"""

from pathlib import Path

from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.enrolment.columns import READ
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.headings.heading_words import with_words

#: What a list of learners may have beside these, such as a course, is not needed to
#: know where a resident learns, so it is left out.
_OF_LEARNERS = (
    *("forename", "surname", "middle_names", "full_name", "surname_first"),
    *("forename_first", "preferred_surname", "preferred_forename"),
    *("dob", "sex", "postcode", "upn", "uln", "year_group"),
    *("laestab", "urn", "ukprn", "provider", "start"),
)
#: What councils call these columns, and a school or college would not.
_WORDS = {
    "provider": (
        *("School", "CurrentSchool", "CurrentSchoolName", "SchoolAttended", "Base"),
        *("PlaceOfLearning", "PlaceOfEducation", "EducatedAt", "BaseName"),
        *("CurrentEstablishment", "CurrentEstablishmentName", "CurrentProvider"),
    ),
    "laestab": ("CurrentSchoolDfENo", "CurrentSchoolLAESTAB", "BaseDfENo"),
    "urn": ("SchoolURN", "CurrentSchoolURN", "ProviderURN", "BaseURN"),
    "start": ("AttendingSince", "AtSchoolSince", "Since", "From"),
}

#: The columns of our empty list, and those that are read.
COLUMNS = (
    *with_words(
        (each for each in READ if each.name in _OF_LEARNERS),
        _WORDS,
    ),
    *read_columns(Path(__file__).with_name("columns.csv"))["more"],
)

#: Without these a line gives no person or no place.
NEEDS = (
    ("surname", *BOTH_NAMES),
    ("dob", "uln", "upn"),
    ("laestab", "urn", "ukprn", "provider"),
)

INSTRUCTIONS = (
    "One row for each of our residents who learns in your area, or is known to you "
    "to learn elsewhere: Years 9 to 13, or up to 25 with an EHC plan.",
    "Give UPN or ULN if you have it; without either, name, DOB and Postcode decide.",
    "Name the place by DfENo, URN or UKPRN, or by its name where it has no number.",
    "Give nothing else about them: this list is to know where they learn.",
    "Leave a cell empty rather than writing unknown; do not delete or rename the "
    "headings.",
)
