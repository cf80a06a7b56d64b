"""What senders write, and what it means."""

from tracker.feeds import (
    cells,
    census,
    declaration,
    enrolment,
    headings,
    nccis,
    reading,
    recognition,
    register,
    registry,
    rolls,
    seen_headings,
)
