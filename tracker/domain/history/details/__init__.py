"""A person's details, each folded from what sources give."""

from tracker.domain.history.details import (
    attribution,
    changes,
    declaration,
    detail_folds,
    detail_order,
    detail_statements,
    details_by_day,
    entering,
    form_groups,
    handling,
    house_moves,
    identity_details,
    particulars,
    pupil_numbers,
    restriction_answers,
)
