"""What senders write, and what it means."""

from tracker.feeds import (
    cells,
    declaration,
    headings,
    reading,
    recognition,
    registry,
    rolls,
    seen_headings,
)
