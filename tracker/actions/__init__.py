"""Everything that changes data: each change is one verb, carried out for one user."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions import (
        accounts,
        act,
        backup,
        casework,
        doctor,
        figures,
        history,
        institutions,
        intake,
        law,
        leavers,
        nccis_return,
        people,
        work,
        worker,
        year,
    )
else:
    __getattr__ = by_name(__name__)
