"""Every kind of long work, so that whoever starts a worker knows how to do them all."""

from tracker.actions import (  # noqa: F401  each declares its kinds
    catching_up,
    deciding,
    duplicates,
    month_ends,
    nightly,
    notices,
    preparing_return,
    taking_in,
    unchanged,
)
