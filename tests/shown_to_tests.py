"""The rows that the database shows where a test stands for no user, command or task."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from tracker.domain.reference import codes
from tracker.store.database import shown

_shown_to_work = shown.authorities


def every_authority() -> None:
    """From now on a test is shown every row. A thread that the program began is not."""
    shown.UNKNOWN = tuple(each.value for each in codes.AUTHORITIES)
    shown.authorities = _authorities


def _authorities() -> tuple[str, ...]:
    found = _shown_to_work()
    is_test = current_thread() is main_thread()
    return () if found is shown.UNKNOWN and not is_test else found


@contextmanager
def as_outside() -> Iterator[None]:
    """Shows nothing for a while, as to a command, which chooses what it is shown."""
    before, shown.UNKNOWN = shown.UNKNOWN, ()
    try:
        yield
    finally:
        shown.UNKNOWN = before
