"""The data that is stored, and every query of the database."""

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
    year,
)
