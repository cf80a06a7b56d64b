"""Decides who left each institution, and by which days.

Where a leaver went is decided in ``domain.history.destination_category``.

See decision 0017.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from tracker.access import Scope
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import YEAR_11, AcademicYear
from tracker.store.database import base

#: The birthday of the youngest in a school year.
_LAST_OF_A_YEAR = (8, 31)


class Stage(StrEnum):
    """The stage that leavers finished; the two stages are never compared."""

    YEAR_11 = "Year 11"
    POST_16 = "16 to 18"


def may_have_left(
    wanted: Collection[tuple[int, Stage]],
    *,
    within: Scope,
    only: Sequence[int] | None = None,
) -> dict[int, date]:
    """People of an age to be leavers of one of these years, with dates of birth.

    The dates are by person, in order of number. ``only`` narrows it to some people.
    """
    narrowed = "" if only is None else " AND id = ANY(%s)"
    born_by: set[date] = set()
    born_after: set[date] = set()
    for left, stage in wanted:
        year_11 = left - 1 - YEAR_11
        older = 0 if stage is Stage.YEAR_11 else 1
        born_by.add(date(year_11 - older, *_LAST_OF_A_YEAR))
        oldest = date(year_11 - 1, *_LAST_OF_A_YEAR)
        born_after.add(date.min if older else oldest)
    return base.lookup(
        "SELECT id, born FROM people WHERE authority = ANY(%s) AND live"
        " AND merged_into IS NULL AND born > %s AND born <= %s"
        f"{narrowed} ORDER BY id",
        base.whole(within),
        min(born_after),
        max(born_by),
        *([] if only is None else [list(only)]),
    )


def is_of_age(age: int, stage: Stage) -> bool:
    """Whether a person of that academic age, on the counting day, leaves that stage."""
    return age == YEAR_11 if stage is Stage.YEAR_11 else age > YEAR_11


def leavers(
    then: Mapping[int, Member], later: Mapping[int, Member], left: int, stage: Stage
) -> dict[str, list[int]]:
    """The leavers of the year ``left``, by the institution (key) that they left.

    ``then`` holds the members on ``counted_on``. ``later`` holds those on
    ``stayed_by``, or on an earlier day while that day is to come. Both are by person.
    Everybody in Year 11 is a leaver of Year 11. Older young people leave an institution
    when they are no longer there.
    """
    year = AcademicYear(left - 1)
    gone: dict[str, list[int]] = {}
    for person, member in sorted(then.items()):
        place = member.position.institution
        if place is None or member.position.is_not_known or member.as_of not in year:
            continue
        leaves = is_of_age(member.academic_age, stage)
        if stage is Stage.POST_16:
            leaves = leaves and not _stays(later.get(person), place)
        if leaves:
            gone.setdefault(place, []).append(person)
    return gone


def _stays(now: Member | None, place: str) -> bool:
    """Whether a member is still at a place; true also where there is no member."""
    if now is None:
        return True
    return now.position.institution == place and not now.position.is_not_known
