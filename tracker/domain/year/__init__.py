"""The statutory year: who it covers, what each young person is offered and does."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.domain.year import (
        allocation,
        application_years,
        cohort,
        funnel,
        guarantee_parts,
        ledger,
        ledger_cohorts,
        ledger_steps,
        owing,
        plan_cohort,
        pupils,
        risk,
        school_view,
        survey,
        survey_columns,
        turn_of_year,
    )
else:
    __getattr__ = by_name(__name__)
