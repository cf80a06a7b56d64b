"""The month's return: prepared, compared, signed off, sent."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.nccis_return import (
        answers,
        parallel_run,
        prepare,
        prepare_task,
        return_figures,
        return_subjects,
        run_changes,
        sign_off,
        steps,
        submission,
    )
else:
    __getattr__ = by_name(__name__)
