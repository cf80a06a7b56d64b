"""Moving in from an earlier system: its months, its contacts and its documents."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.intake.moving_in import (
        bring_documents,
        document_check,
        documents_task,
        month_files,
        months_task,
        moved_contacts,
        moved_documents,
        own_numbers,
        unusual_rows,
    )
else:
    __getattr__ = by_name(__name__)
