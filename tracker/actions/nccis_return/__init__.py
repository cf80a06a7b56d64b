"""The month's return: prepared, compared, signed off, sent."""

from tracker.actions.nccis_return import (
    prepare,
    prepare_task,
    return_figures,
    run_changes,
    sign_off,
    steps,
    submission,
)
