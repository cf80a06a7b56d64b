"""The rules of the field in plain Python: no database, no web, no files."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.domain import (
        casework,
        environment,
        figures,
        history,
        intake,
        law,
        leavers,
        nccis_return,
        people,
        reference,
        settings,
        year,
    )
else:
    __getattr__ = by_name(__name__)
