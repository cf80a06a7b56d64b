"""The cohort of a September Guarantee: who is on its list, and why.

The authority leads for those of Year 11 who are educated in its area, and for those of
Year 12 who live in it. The list is fixed at the end of May.

Source: NCCIS 1.4 and 3.5 (LEACode of each node); rules 25 and 905.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.history.guarantee import YEARS
from tracker.domain.history.members import Member
from tracker.domain.reference import codes


class Why(StrEnum):
    """Why a young person is on the list. It says nothing about what they do."""

    EDUCATED_HERE = "Year 11, educated in this area"
    LIVES_HERE = "Year 11, lives here; no school or college elsewhere is known"
    YEAR_12 = "Year 12, lives here"


@dataclass(frozen=True, slots=True)
class Listed:
    """A young person on the list, covered in the school ``year`` 11 or 12."""

    person: int
    year: int
    why: Why


@dataclass(slots=True)
class Cohort:
    """Who is on the list, in the order of records, and who of the two years is not.

    ``led_elsewhere`` are the pupils of Year 11 that another authority leads for, each
    with its code. ``not_returned`` have moved away, died or been merged by then.
    """

    listed: list[Listed] = field(default_factory=list)
    led_elsewhere: dict[int, str] = field(default_factory=dict)
    not_returned: set[int] = field(default_factory=set)

    @property
    def others(self) -> set[int]:
        """Everyone of the two years who is not on the list."""
        return self.not_returned | self.led_elsewhere.keys()


@dataclass(slots=True)
class Numbers:
    """How many are in each part of a cohort: ``Cohort`` without its people."""

    listed: Counter[Why] = field(default_factory=Counter)
    led_elsewhere: int = 0
    not_returned: int = 0


def cohort(
    members: Iterable[Member],
    *,
    authority: str,
    area_of: Callable[[str], str | None],
) -> Cohort:
    """The cohort among the members as at the day on which the list is fixed.

    ``area_of`` gives the code of the authority in whose area an institution lies, by
    its key; None where that is not known.
    """
    found = Cohort()
    for member in members:
        year = member.year_group
        if year not in YEARS:
            continue
        if member.status != codes.PRIMARY:
            found.not_returned.add(member.person)
            continue
        area = _area(member.position.institution, area_of)
        why = why_listed(year, area, authority)
        if why is not None:
            found.listed.append(Listed(member.person, year, why))
        elif area is not None:
            found.led_elsewhere[member.person] = area
    return found


def numbers(
    alike: Iterable[tuple[int, str | None, str | None, int]],
    *,
    authority: str,
    area_of: Callable[[str], str | None],
) -> Numbers:
    """The numbers of ``cohort`` from members who are alike: their school year, their
    institution (key) and residence status where they are known, and how many they are.
    """
    found = Numbers()
    for year, place, status, people in alike:
        if status != codes.PRIMARY:
            found.not_returned += people
            continue
        why = why_listed(year, _area(place, area_of), authority)
        if why is not None:
            found.listed[why] += people
        else:
            found.led_elsewhere += people
    return found


def why_listed(year: int, area: str | None, authority: str) -> Why | None:
    """Why a young person who is returned is on the list of an authority; None where
    another leads for them. ``area`` is where their school or college lies, if known.
    """
    if year == YEARS[1]:
        return Why.YEAR_12
    if area is None:
        return Why.LIVES_HERE
    return Why.EDUCATED_HERE if area == authority else None


def _area(place: str | None, area_of: Callable[[str], str | None]) -> str | None:
    return area_of(place) if place is not None else None
