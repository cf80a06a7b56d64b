"""Everything that changes data: each change is one verb, carried out for one user."""

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
