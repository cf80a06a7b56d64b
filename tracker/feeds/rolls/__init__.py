"""The roll in lists of pupils and students: who is on it, and who is not."""

from tracker.feeds.rolls import (
    blank_status,
    columns_by_cells,
    enrolment_status,
    programmes,
)
