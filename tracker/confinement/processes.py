"""Confined processes, as the rest of the program uses them.

``stream`` runs a function in a process of its own and gives what it yields. The process
is forked from a server that is kept ready; loading what reading needs takes a third of
a second.
"""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from tracker.confinement import deadlines, limits, messages, server
from tracker.confinement.messages import Ended
from tracker.packing import local_folder
from tracker.refusal import Refusal

#: No answer is waited for longer.
MOST_SECONDS = deadlines.MOST_SECONDS
#: The processor's time of a reading that streams, as the rows of a large file do.
MOST_CPU_OF_A_STREAM = 600

#: Large blocks that libraries reserve and do not use would count against the limit of
#: memory, and a confined process starts no threads.
_ENVIRONMENT = {
    "PYTHONUTF8": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
}
_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from tracker.confinement import server; server.main()"
)


class Refused(Refusal):
    """The reading refused the file, and not what opens the file."""


class Failed(Exception):
    """The reading stumbled over the file; ``where`` is the place in the program."""

    def __init__(self, name: str, where: str) -> None:
        super().__init__(name)
        self.where = where


class _Server:
    """A server of this process, started when it is first needed."""

    def __init__(self, preloaded: str) -> None:
        self._preloaded = preloaded
        self._turn = threading.Lock()
        self._tokens = count(1)
        self._of: int | None = None
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def get_ready(self) -> None:
        """Starts the server, so that the first reading need not wait for it."""
        with self._turn:
            self._started()

    def begin(self, *request: Any) -> tuple[int, socket.socket]:
        """Forks a process; its number, and the connection to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                return self._begin(ours, theirs, request)
            except BaseException:
                ours.close()
                raise

    def _begin(
        self, ours: socket.socket, theirs: socket.socket, request: tuple[Any, ...]
    ) -> tuple[int, socket.socket]:
        with self._turn:
            token = next(self._tokens)
            message = [server.BEGIN, token, *request]
            try:
                messages.send(self._started(), message, [theirs.fileno()])
            except Ended:
                # It was killed; another one is started once.
                self._stop()
                messages.send(self._started(), message, [theirs.fileno()])
        return token, ours

    def end(self, token: int) -> None:
        """Kills the process with that number, if it still runs."""
        with self._turn:
            if self._line is not None and self._of == os.getpid():
                try:
                    messages.send(self._line, [server.END, token])
                except Ended:
                    self._stop()

    def stop(self) -> None:
        """Ends the server and everything that it runs."""
        with self._turn:
            self._stop()

    def _started(self) -> socket.socket:
        if self._of != os.getpid():
            # A fork has its parent's; both would write into one connection.
            self._forget()
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._line is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own program
                    [sys.executable, "-I", "-c", _START, str(_ROOT), self._preloaded],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={**_ENVIRONMENT, **local_folder.environment()},
                    cwd="/",
                    start_new_session=True,
                )
            self._line, self._of = ours, os.getpid()
        return self._line

    def _stop(self) -> None:
        if self._process is not None and self._of == os.getpid():
            self._process.kill()
            self._process.wait()
        self._forget()

    def _forget(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = self._process = self._of = None


#: What each server loads, and how it warms up: "module:function". What reads returns
#: takes half a second to load, and who loads lists has no use for it.
FEEDS = "tracker.feeds.warming_up:warm_up"
RETURNS = "tracker.returns.confined:warm_up"
PUBLISHED = "tracker.reporting.published.confined:warm_up"


class _Servers:
    """The servers of this process, by what they have loaded."""

    def __init__(self) -> None:
        self._each = {word: _Server(word) for word in (FEEDS, RETURNS, PUBLISHED)}

    def __getitem__(self, preloaded: str) -> _Server:
        return self._each[preloaded]

    def stop(self) -> None:
        """Ends every server, and everything that they run."""
        for each in self._each.values():
            each.stop()


_SERVERS = _Servers()
atexit.register(_SERVERS.stop)


def get_ready(preloaded: str = FEEDS) -> None:
    """Starts what forks confined processes, so that the first reading need not wait."""
    _SERVERS[preloaded].get_ready()


def stop() -> None:
    """Ends every confined process, and what forks them."""
    _SERVERS.stop()


def stream(
    function: str,
    request: Any,
    opened: Callable[[int], int],
    *,
    preloaded: str = FEEDS,
    memory: int = limits.MOST_MEMORY,
    cpu_seconds: int = MOST_CPU_OF_A_STREAM,
    seconds: float = MOST_SECONDS,
    total: float | None = None,
) -> Iterator[Any]:
    """What a function yields, run in a confined process: ``"module:function"``.

    It is called with its ``server.Line`` and the request, and yields values of JSON;
    its module is one that the server has ``preloaded``.
    ``opened`` gives the open file for a number by which the function asks for one. Each
    value is waited for at most so many ``seconds``, and the last for ``total``. Raises
    Refused as the function did, Ended where the process used more memory or time of the
    processor than it may, Late where a value did not come in time, Lost where it was
    killed or fell over, Failed for any other error, and what ``opened`` raises, apart
    from OSError, which goes to the function.
    """
    until = None if total is None else time.monotonic() + total
    server_of_it = _SERVERS[preloaded]
    token, line = server_of_it.begin(function, cpu_seconds, memory, request)
    try:
        with closing(line):
            while True:
                left = seconds if until is None else until - time.monotonic()
                kind, first, second = _parts(messages.receive(line, left))
                if kind == server.OPEN:
                    _answer(line, opened, first)
                elif kind == server.VALUE:
                    yield first
                elif kind == server.DONE:
                    return
                elif kind == server.REFUSED:
                    raise Refused(str(first))
                elif kind == server.FAILED:
                    raise Failed(str(first), str(second))
                elif kind != server.ALIVE:
                    raise Ended
    finally:
        server_of_it.end(token)


def _parts(message: Any) -> tuple[Any, Any, Any]:
    """A message by its kind and at most two values. Raises Ended for any other."""
    if not (isinstance(message, list) and 1 <= len(message) <= 3):
        raise Ended
    kind, first, second = (*message, None, None)[:3]
    return kind, first, second


def _answer(line: socket.socket, opened: Callable[[int], int], number: int) -> None:
    try:
        file = opened(number)
    except OSError as error:
        messages.send(line, [error.errno, error.strerror])
    else:
        messages.send(line, [], [file])
