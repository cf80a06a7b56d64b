"""What DfE sends back after a return: loaded, joined to people, worked off."""

from tracker.actions.nccis_return.answers import (
    answer_items,
    answer_lines,
    answer_lists,
    answer_task,
    mended,
)
