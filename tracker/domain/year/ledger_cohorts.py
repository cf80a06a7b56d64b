"""The cohorts of a ledger: Year 11, Year 12, and those with an EHC plan beyond them."""

from enum import StrEnum

from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.ledger_steps import STEPS, Name, Owner


class LedgerCohort(StrEnum):
    """A cohort by the value that it has in an address.

    The first two years are the list of the September Guarantee; those with a plan are
    of no guarantee, so they are never counted together with it.
    """

    BOTH = "both"
    YEAR_11 = "11"
    YEAR_12 = "12"
    PLAN = "plan"

    @property
    def year_groups(self) -> tuple[int, int]:
        """The first and the last year group."""
        return _YEAR_GROUPS[self]

    @property
    def label(self) -> str:
        return _LABELS[self]

    def of_year(self, left: int) -> str:
        """The cohort of a leaving year, as a page names it."""
        year = AcademicYear(left - 1).label
        if self is LedgerCohort.PLAN:
            return f"Beyond Year 12 with an EHC plan, {year}"
        groups = "Years 11 and 12" if self is LedgerCohort.BOTH else self.label
        return f"{groups} of {year}"

    @property
    def steps(self) -> tuple[Name, ...]:
        """The steps that apply."""
        return _WITH_PLAN if self is LedgerCohort.PLAN else tuple(STEPS)

    def owner(self, step: Name) -> Owner:
        """Who fills a gap at a step: the authority itself names a place in a plan."""
        if self is LedgerCohort.PLAN and step is Name.PLAN:
            return Owner.ADVISER
        return STEPS[step].owner


_WITH_PLAN = (
    Name.PLAN,
    Name.ENROLLED,
    Name.WEEK_2,
    Name.DAY_42,
    Name.AUTUMN,
    Name.MARCH,
)
#: After the last year group of a plan there are none.
_YEAR_GROUPS = {
    LedgerCohort.BOTH: (11, 12),
    LedgerCohort.YEAR_11: (11, 11),
    LedgerCohort.YEAR_12: (12, 12),
    LedgerCohort.PLAN: (13, 99),
}
_LABELS = {
    LedgerCohort.BOTH: "Both years",
    LedgerCohort.YEAR_11: "Year 11",
    LedgerCohort.YEAR_12: "Year 12",
    LedgerCohort.PLAN: "With an EHC plan",
}
