"""Processes that are started, kept alive and ended together."""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.packing.program_files import FOLDER, IS_INSTALLED

#: The pause before an ended process is started again. It doubles each time that the
#: process ends within a minute, up to the longest.
_SOONEST, _LATEST, _LIVED = 1.0, 30.0, 60.0

#: The setting with the open file into which a process writes when it is ready.
READY_AT = "TRACKER_READY_AT"

Say = Callable[[str], object]


@dataclass(eq=False)
class SupervisedProcess:
    """A process of ours that is started again whenever it ends by itself."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str]
    say: Say
    open_files: Sequence[int] = ()
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _restart_at: float = field(default=0.0, init=False)
    _pause: float = field(default=_SOONEST, init=False)
    #: The end at which its report that it is ready is read.
    _ready_pipe: int = field(default=-1, init=False)

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def begin(self) -> None:
        self._began = time.monotonic()
        if self._ready_pipe >= 0:
            os.close(self._ready_pipe)
        self._ready_pipe, theirs = os.pipe()
        self._running = subprocess.Popen(  # noqa: S603 - words of our own
            [sys.executable, "-m", *self.words],
            # In a checkout its modules are found from there.
            cwd=None if IS_INSTALLED else FOLDER,
            env={**self.environment, READY_AT: str(theirs)},
            pass_fds=(*self.open_files, theirs),
            preexec_fn=end_with_parent,  # noqa: PLW1509 - we have no threads
        )
        os.close(theirs)

    def is_ready(self, seconds: float) -> bool:
        """Whether the process reports within a time that it is ready.

        False as well where it ends without a report.
        """
        heard, _, _ = select.select([self._ready_pipe], [], [], seconds)
        return bool(heard) and os.read(self._ready_pipe, 1) != b""

    def restart_if_ended(self) -> None:
        """Starts the process again, after a pause, if it has ended."""
        if self.alive:
            return
        here = time.monotonic()
        if self._running is not None:
            lived = here - self._began
            self._pause = _SOONEST if lived >= _LIVED else min(self._pause * 2, _LATEST)
            self.say(
                f"The {self.name} stopped by itself ({self._running.returncode}). It "
                f"is started again in {self._pause:.0f} seconds."
            )
            self._running = None
            self._restart_at = here + self._pause
        elif here >= self._restart_at:
            self.begin()

    def successor(self) -> "SupervisedProcess":
        """Another process of the same kind, which has not started."""
        return replace(self)

    def terminate(self) -> None:
        """Asks the process to end; it may finish its present work."""
        if self._running is not None and self.alive:
            self._running.terminate()

    def end(self, by: float) -> None:
        """Waits for its end until a moment of the monotonic clock, then kills it."""
        if self._running is None:
            return
        try:
            self._running.wait(max(0.1, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()


def end(kept: Sequence[SupervisedProcess], *, within: float) -> None:
    """Ends all the processes at the same time, and waits so many seconds at most."""
    by = time.monotonic() + within
    for each in kept:
        each.terminate()
    for each in kept:
        each.end(by)


def end_with_parent() -> None:
    """Makes Linux end this child if its parent is killed and cannot end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
