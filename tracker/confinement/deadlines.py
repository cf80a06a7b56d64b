"""One time for all the readings of a request, or of one step of a task.

A page that looks at several files, each in several ways, would otherwise wait for the
sum of them. Readings that give one answer keep to it; streams of rows have their own.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Users wait this long for the files of a page, however many there are.
MOST_SECONDS = 20

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


def begin() -> None:
    """Begins the time of a request, in place of one that was begun before."""
    _UNTIL.set(time.monotonic() + MOST_SECONDS)


def forget() -> None:
    """Ends the time of a request."""
    _UNTIL.set(None)


@contextmanager
def within(seconds: float | None = None) -> Iterator[None]:
    """Gives what is read inside at most so many seconds, and no more than is left."""
    ours = time.monotonic() + (MOST_SECONDS if seconds is None else seconds)
    outer = _UNTIL.get()
    token = _UNTIL.set(ours if outer is None else min(ours, outer))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def left() -> float:
    """The seconds that are left; none where it is zero or less."""
    until = _UNTIL.get()
    return MOST_SECONDS if until is None else until - time.monotonic()
