"""A person's details, each folded from what sources give."""

from tracker.domain.history.details import (
    attribution,
    detail_order,
    form_groups,
    house_moves,
    particulars,
    restrictions,
)
