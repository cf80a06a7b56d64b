"""Who uses the embedded server, by locks that the system lets go of by itself.

A process that is killed lets go of its locks, and a number of a process, which another
may have by then, is never believed.

See decision 0091.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_AGAIN = 0.01


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def turn(access: Path) -> Iterator[None]:
    """Waits until no other process starts or stops the server."""
    opened = _opened(access / "turn")
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def use(access: Path) -> int:
    """Says that this process uses the server; returns what is held until its end."""
    opened = _opened(access / "users")
    fcntl.flock(opened, fcntl.LOCK_SH)
    return opened


def is_last(held: int) -> bool:
    """Whether no other process uses the server than the one that holds this."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def take_for_server(access: Path) -> int | None:
    """The lock that a running server holds, to be handed to one; None if one runs."""
    opened = _opened(access / "server")
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened


def server_runs(access: Path) -> bool:
    """Whether a process of the server lives."""
    taken = take_for_server(access)
    if taken is None:
        return True
    os.close(taken)
    return False


def server_ended(access: Path, *, within: float) -> bool:
    """Waits so many seconds for the last process of the server to end."""
    until = time.monotonic() + within
    while server_runs(access):
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_AGAIN)
    return True
