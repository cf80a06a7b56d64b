"""How many young people of a year group live in an area, by the estimates of ONS.

ONS publishes for the 30 June of each year how many people of each age live in an area.
The children of one school year were born from 1 September to 31 August: on a 30 June
ten twelfths of them are of one age and two twelfths, born in July and August, a year
younger. Who moved in or out since then is not in it, so it is an estimate only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: The youngest and the oldest age that is kept: up to 25 with an EHC plan, and those
#: who will be as old as that in the years for which an estimate is used.
AGES = range(26)
#: The year groups that are compared: younger ones are not all on record.
YEAR_GROUPS = (11, 12, 13)
#: Year 1 was born in the school year that began six years before its own, Year 11
#: sixteen: so many years more than the number of the year group.
_BORN_BEFORE = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many of a year group are on record, and live here by ONS (whole people)."""

    year_group: int
    on_record: int
    estimated: int

    @property
    def more_on_record(self) -> int:
        """Those on record beyond the estimate; negative where some are missing."""
        return self.on_record - self.estimated


def name_of(age: int) -> str:
    """The name under which the people of an age are kept."""
    return f"aged {age}"


def estimated(
    ages: Mapping[str, float], *, mid_year: int, year_group: int, start: int
) -> int | None:
    """How many of a year group live in the area, by an estimate of a 30 June.

    ``ages`` are people by ``name_of`` their age on 30 June of ``mid_year``; ``start``
    is the year in which the school year begins. None where an age is not in it.
    """
    older = mid_year - (start - year_group - _BORN_BEFORE) - 1
    people = [ages.get(name_of(age)) for age in (older, older - 1)]
    if people[0] is None or people[1] is None:
        return None
    return round((10 * people[0] + 2 * people[1]) / 12)
