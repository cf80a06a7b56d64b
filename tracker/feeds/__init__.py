"""What senders write, and what it means."""

from tracker.feeds import (
    cells,
    choices,
    confined,
    declaration,
    described,
    headings,
    moved_rows,
    reading,
    recognition,
    registry,
    rolls,
    seen_headings,
    stored_columns,
    unpacked,
    warming_up,
    welfare,
)
