"""The statutory year: who it covers, what each young person is offered and does."""

from tracker.domain.year import (
    application_years,
    cohort,
    funnel,
    ledger,
    ledger_steps,
    school_view,
    survey,
    survey_columns,
    turn_of_year,
)
