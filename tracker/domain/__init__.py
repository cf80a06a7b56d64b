"""What the words of the field mean, in plain Python: no database, no web, no files."""

from tracker.domain import (
    casework,
    figures,
    history,
    intake,
    leavers,
    nccis_return,
    people,
    reference,
    settings,
)
