"""Moving in from an earlier system: its months in order, and its contacts."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.intake.moving_in import (
        month_files,
        months_task,
        moved_contacts,
        own_numbers,
        unusual_rows,
    )
else:
    __getattr__ = by_name(__name__)
