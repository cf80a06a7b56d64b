"""The rules of the field in plain Python: no database, no web, no files."""

from tracker.domain import (
    casework,
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
