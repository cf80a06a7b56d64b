"""The code lists of a requirement year, in which its rules look up values."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Self

from tracker import domain
from tracker.domain.reference.activity import Activity, in_use

Values = frozenset[str]


@dataclass(frozen=True, slots=True)
class CodeLists:
    """The valid values of one requirement year, as sets of text."""

    genders: Values
    ethnicities: Values
    characteristics: Values
    levels_of_need: Values
    intended_destinations: Values
    cohort_statuses: Values
    monthly_statuses: Values
    year_11_statuses: Values
    year_12_statuses: Values
    authorities: Values
    activities: tuple[Activity, ...]
    yes_or_no: Values = frozenset("YN")

    @classmethod
    def of(cls, requirement_year: int) -> Self:
        """The lists of that requirement year."""
        year, codes = requirement_year, domain.reference.codes
        offered = [each for each in codes.GUARANTEE_STATUSES if each.in_use(year)]
        return cls(
            genders=codes.GENDERS.in_use(year),
            ethnicities=codes.ETHNICITIES.in_use(year),
            characteristics=codes.CHARACTERISTICS.in_use(year),
            levels_of_need=codes.LEVELS_OF_NEED.in_use(year),
            intended_destinations=codes.INTENDED_DESTINATIONS.in_use(year),
            cohort_statuses=codes.COHORT_STATUSES.in_use(year),
            monthly_statuses=frozenset(
                it.value for it in codes.COHORT_STATUSES if it.monthly
            ),
            year_11_statuses=frozenset(it.value for it in offered if it.year_11),
            year_12_statuses=frozenset(it.value for it in offered if it.year_12),
            authorities=codes.english_authorities(year),
            activities=in_use(year),
        )

    @property
    def places(self) -> Values:
        """The possible places of education: an authority, or outside England."""
        return self.authorities | domain.reference.codes.ELSEWHERE

    def activity_codes(self, which: Callable[[Activity], object]) -> Values:
        """The codes of the activities that fulfil ``which``."""
        return frozenset(it.code for it in self.activities if which(it))


@cache
def code_lists(requirement_year: int) -> CodeLists:
    """The lists of that requirement year, made once."""
    return CodeLists.of(requirement_year)
