"""The steps of one young person in the ledger, from their evidence as at a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from tracker.domain.history.details.details_by_day import Details
from tracker.domain.history.details.form_groups import form_group_of, form_groups
from tracker.domain.history.evidence import Evidence, Intention
from tracker.domain.history.guarantee import allocation, guarantee, offers_of, statuses
from tracker.domain.history.spells import Spell, newest_first, spells
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.ledger import Known, Step, steps
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.plan_cohort import goes_on, plan_steps
from tracker.store.history.ledger.owed_rows import Year


@dataclass(frozen=True, slots=True)
class ByThen:
    """The evidence of a young person as at a day or before, and what it comes to.

    Two ledgers of a day are about the same person one year after the other.
    """

    evidence: Sequence[Evidence]
    spells: Sequence[Spell]

    @classmethod
    def of(cls, evidence: Sequence[Evidence], day: date, resolve: Resolve) -> Self:
        found = [item for item in evidence if item.as_at <= day]
        return cls(found, spells(found, resolve=resolve))

    def steps(
        self, year: Year, year_group: int, *, born: date, resolve: Resolve
    ) -> tuple[Step, ...]:
        """Their steps in a leaving year, of which ``year_group`` they are."""
        evidence, on = self.evidence, year.as_of
        offers = offers_of(evidence)
        known = Known(
            born=born,
            since=min((item.as_at for item in evidence), default=year.as_of),
            intentions=newest_first(
                Intention,
                # Those of Year 11 are no plan for after Year 12.
                [
                    item
                    for item in evidence
                    if item.as_at >= AcademicYear(year.left - 1).starts
                ],
            ),
            guarantee=guarantee(offers, year_group, on=on, resolve=resolve),
            spells=self.spells,
            allocated=allocation(offers, year_group, on=on, resolve=resolve),
        )
        if year_group < LedgerCohort.PLAN.year_groups[0]:
            return steps(known, year.left, on=on)
        return plan_steps(
            known,
            year.left,
            on=on,
            needs_place=goes_on(Details(evidence).on(on), born, year.left, on=on),
        )

    def guarantee_statuses(
        self, year_group: int, *, on: date, resolve: Resolve
    ) -> list[tuple[date, str]]:
        """Their statuses in a year of the guarantee up to a day, with first days."""
        return statuses(offers_of(self.evidence), year_group, on=on, resolve=resolve)

    def form_group(
        self, institution: str | None, by: date, resolve: Resolve
    ) -> str | None:
        """Their form group at an institution (key) on a day."""
        if institution is None:
            return None
        return form_group_of(form_groups(self.evidence, resolve), institution, by=by)
