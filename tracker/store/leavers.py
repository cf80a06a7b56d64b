"""Who left which institution, and when."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from tracker.domain.academic_year import AcademicYear
from tracker.domain.cohort import YEAR_11, Member

#: The day on which those who finish Year 11 are counted where they are (nccis 1.1).
COUNTED_ON = (5, 31)
#: By this day somebody who stays on is on the roll again.
STAYED_BY = (10, 31)


def counted_on(left: int) -> date:
    """The day of leaving year ``left`` on which leavers are counted: 31 May."""
    return date(left, *COUNTED_ON)


def stayed_by(left: int) -> date:
    """The day by which those who come back are seen to be back: 31 October."""
    return date(left, *STAYED_BY)


class Stage(StrEnum):
    """What leavers had come to the end of; the two are never compared."""

    YEAR_11 = "Year 11"
    POST_16 = "16 to 18"


def leavers(
    then: Mapping[int, Member], later: Mapping[int, Member], left: int, stage: Stage
) -> dict[str, list[int]]:
    """The leavers of ``left`` by the institution (key) that they left.

    ``then`` are the members on ``counted_on``, ``later`` those on ``stayed_by`` or on
    an earlier day while that is still to come, each by person. Everybody in Year 11
    leaves it; older ones leave an institution when they are there no longer.
    """
    year = AcademicYear(left - 1)
    gone: dict[str, list[int]] = {}
    for person, member in sorted(then.items()):
        place = member.position.institution
        if place is None or member.position.is_not_known or member.as_of not in year:
            continue
        if stage is Stage.YEAR_11:
            leaves = member.academic_age == YEAR_11
        else:
            leaves = member.academic_age > YEAR_11 and not _stays(
                later.get(person), place
            )
        if leaves:
            gone.setdefault(place, []).append(person)
    return gone


def _stays(now: Member | None, place: str) -> bool:
    """Whether somebody is still at a place, or nothing can be said of them."""
    if now is None:
        return True
    return now.position.institution == place and not now.position.is_not_known
