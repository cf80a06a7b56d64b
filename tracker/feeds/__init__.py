"""What senders write, and what it means."""

from tracker.feeds import (
    cells,
    choices,
    confined,
    declaration,
    headings,
    reading,
    recognition,
    registry,
    rolls,
    seen_headings,
    stored_columns,
    warming_up,
)
