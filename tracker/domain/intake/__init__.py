"""The files that senders owe, who is on them, and the markup that no file may have."""

from tracker.domain.intake import (
    coverage,
    listed,
    living_elsewhere,
    markup,
    sending_calendar,
)
