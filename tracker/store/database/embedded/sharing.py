"""The users of the embedded server, by locks that the system releases by itself.

A killed process loses its locks. The number of a process is never used for this,
because the system may have given it to another process by then.

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
    """Waits until no other process is starting or stopping the server."""
    opened = _opened(access / "turn")
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def use(access: Path) -> int:
    """Marks this process as a user of the server; returns the lock to keep."""
    opened = _opened(access / "users")
    fcntl.flock(opened, fcntl.LOCK_SH)
    return opened


def is_last(held: int) -> bool:
    """Whether the process with this lock is the only one that uses the server."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_only_user(held: int) -> bool:
    """Whether no other process uses the server, for the process whose turn it is.

    The lock is kept.
    """
    only = is_last(held)
    fcntl.flock(held, fcntl.LOCK_SH)
    return only


def take_for_server(access: Path) -> int | None:
    """The lock for a server about to be started; None if a server runs and holds it."""
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
    """Waits so many seconds for the server's last process; returns whether it ended."""
    until = time.monotonic() + within
    while server_runs(access):
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_AGAIN)
    return True
