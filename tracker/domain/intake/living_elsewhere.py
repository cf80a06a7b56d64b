"""Young people who learn in one authority's area and live in another's."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.reference.codes import AUTHORITIES, OUTSIDE_ENGLAND


class Group(StrEnum):
    """The year groups by which neighbours count, in the order of a table."""

    SCHOOL = "Year 11 or below"
    YEAR_12 = "Year 12"
    YEAR_13 = "Year 13"
    OLDER = "Older"


def group_of(year_group: int) -> Group:
    """The group of a year group: 11 and below are of school age."""
    if year_group <= 11:
        return Group.SCHOOL
    return {12: Group.YEAR_12, 13: Group.YEAR_13}.get(year_group, Group.OLDER)


@dataclass(frozen=True, slots=True)
class Resident:
    """A young person on record who learns here, with the authority of their home."""

    person: int
    name: str
    born: date
    group: Group
    institution: str
    home: str
    withheld: bool


def home_of(lead: str | None, by_postcode: str | None, *, ours: str) -> str | None:
    """The other authority in which a young person lives, or None.

    It is the one that a file names as responsible, if that is another, else the one of
    the postcode held. A place outside England has no such list.
    """
    home = lead if lead not in (None, ours) else by_postcode
    if home is None or home == ours or home in OUTSIDE_ENGLAND:
        return None
    return home if home in AUTHORITIES else None
