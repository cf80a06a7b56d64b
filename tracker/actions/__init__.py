"""Everything that changes something: each change is one verb with a person."""

from tracker.actions import (
    accounts,
    casework,
    figures,
    history,
    institutions,
    intake,
    leavers,
    nccis_return,
    people,
    work,
    worker,
)
