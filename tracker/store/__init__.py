"""What is kept, and every question that is put to the database."""

from tracker.store import (
    accounts,
    casework,
    database,
    figures,
    history,
    institutions,
    intake,
    law,
    leavers,
    nccis_return,
    people,
    reset,
    tables,
    work,
)
