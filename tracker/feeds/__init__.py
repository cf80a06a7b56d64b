"""What senders write, and what it means."""

from tracker.feeds import (
    cells,
    choices,
    confined,
    declaration,
    described,
    feed_columns,
    file_reading,
    headings,
    moved_rows,
    reading,
    recognition,
    registry,
    rolls,
    row_meaning,
    seen_headings,
    stored_columns,
    unpacked,
    warming_up,
    welfare,
)
