"""A person's details, each folded from what sources give."""

from tracker.domain.history.details import (
    attribution,
    declaration,
    detail_folds,
    detail_order,
    detail_statements,
    details_by_day,
    form_groups,
    handling,
    house_moves,
    identity_details,
    particulars,
    pupil_numbers,
    restriction_answers,
)
