"""The pupils of a school by the register, against those on record (Feeds F17).

The register counts a school as a whole, so a year of age is an even share of it: large
gaps show schools that no list has, such as independent ones.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.domain.reference.academic_year import YEAR_11
from tracker.domain.reference.institution import Institution, Roll


@dataclass(frozen=True, slots=True)
class RegisterRoll:
    """A school: about how many of Year 11 it has by the register, and on record."""

    school: Institution
    roll: Roll
    about: int
    on_record: int

    @property
    def fewer(self) -> int:
        """About how many fewer are on record; below 0, how many more."""
        return self.about - self.on_record


def register_rolls(on: date, *, within: Scope) -> list[RegisterRoll]:
    """The open schools of the area with pupils of Year 11, the largest gap first.

    ``on`` is a day whose positions are stored.
    """
    areas: Collection[str] = within.authorities
    pupils = store.figures.turning.pupils_by_school(on, within=within, age=YEAR_11)
    found = []
    for school in store.institutions.register.directory():
        about = school.roll.of_an_age(YEAR_11) if school.roll is not None else None
        if about and school.closed is None and school.authority in areas:
            assert school.roll is not None
            on_record = pupils.get(school.key, 0)
            found.append(RegisterRoll(school, school.roll, about, on_record))
    return sorted(found, key=lambda each: (-each.fewer, each.school.name))
