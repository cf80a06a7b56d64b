"""The statutory year: the cohorts that are fixed, and what is recorded of each."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.year import (
        cohort_ledgers,
        expected,
        guarantee_figures,
        guarantee_lists,
        guarantee_task,
        person_steps,
        place_proposals,
        risk,
        risk_work,
        school_ledgers,
        survey_figures,
        survey_sign_off,
        survey_task,
        surveys,
        turn_checklist,
        turn_of_year,
    )
else:
    __getattr__ = by_name(__name__)
