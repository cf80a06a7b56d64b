"""The program that stays ready, and forks a confined process for every reading.

It has loaded what reading needs, has no environment, no secret and no connection but
the one to the process that started it, and ends with it. It reads no strange byte: only
its children do.
"""

import gc
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from tracker.confinement import limits, messages
from tracker.refusal import Refusal

#: What a confined process sends.
OPEN, VALUE, ALIVE, DONE, REFUSED, TOO_LARGE, FAILED = (
    *("open", "value", "alive", "done"),
    *("refused", "too large", "failed"),
)
#: The requests to the server.
BEGIN, END = "begin", "end"

#: After so many further bytes of a file, a reading shows that it goes on.
_SIGN_OF_LIFE = 16_000_000

_OURS = os.sep + "tracker" + os.sep


#: A reading's process, and its connection to the one who waits for it.
Child = tuple[int, socket.socket]


class Line:
    """The connection of a confined process to the one that started it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def open(self, number: int) -> int:
        """The open file with that number. Raises OSError where it cannot be opened."""
        messages.send(self._line, [OPEN, number])
        answer, files = messages.receive_files(self._line, 1)
        if not files:
            raise OSError(*answer)
        return files[0]

    def say(self, kind: str, *values: Any) -> None:
        """Sends a message."""
        messages.send(self._line, [kind, *values])

    def signs_of_life(self) -> Callable[[int], None]:
        """Takes note of how far a file has been read, and reports that it goes on.

        A large file may have many lines without a result.
        """
        reported = 0

        def seen_to(at: int) -> None:
            nonlocal reported
            if at - reported > _SIGN_OF_LIFE:
                reported = at
                self.say(ALIVE)

        return seen_to


def main() -> None:
    """Serves until the process that started it ends."""
    for word in sys.argv[2:]:
        module, _, function = word.partition(":")
        getattr(import_module(module), function)()
    limits.leave_network()
    gc.collect()
    gc.freeze()
    requests = socket.socket(fileno=os.dup(0))
    children: dict[int, Child] = {}
    with selectors.DefaultSelector() as ready:
        ready.register(requests, selectors.EVENT_READ)
        while True:
            # Without children there is nothing to wait for but the next request.
            if ready.select(1.0 if children else None):
                try:
                    _serve(requests, children)
                except messages.Ended:
                    break
            _reap(children)
    for pid, _ in children.values():
        _kill(pid)


def _serve(requests: socket.socket, children: dict[int, Child]) -> None:
    (what, token, *rest), files = messages.receive_files(requests, 1)
    if what == END:
        if (child := children.get(token)) is not None:
            _kill(child[0])
        return
    line = socket.socket(fileno=files[0])
    pid = os.fork()
    if pid:
        children[token] = pid, line
        return
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        requests.close()
        for _, other in children.values():
            other.close()
        _read(Line(line), *rest)
    finally:
        os._exit(0)


def _reap(children: dict[int, Child]) -> None:
    for token, (pid, line) in list(children.items()):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            continue
        del children[token]
        with line, suppress(messages.Ended):
            # At a limit it ends itself, as libraries do that get no memory. Killed by
            # another, it leaves no word.
            if status and os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
                line.setblocking(False)
                messages.send(line, [TOO_LARGE])


def _kill(pid: int) -> None:
    # It is our child and not yet waited for, so the number is still its own.
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _read(line: Line, name: str, cpu_seconds: int, memory: int, request: Any) -> None:
    """Runs one reading, confined, and sends what it gives."""
    module, _, function = name.partition(":")
    reading: Callable[[Line, Any], Iterator[Any]]
    reading = getattr(import_module(module), function)
    limits.confine(cpu_seconds, memory)
    try:
        for value in reading(line, request):
            line.say(VALUE, value)
        line.say(DONE)
    except messages.Ended:
        pass
    except Refusal as refused:
        line.say(REFUSED, str(refused))
    except MemoryError:
        line.say(TOO_LARGE)
    except BaseException as error:
        line.say(FAILED, type(error).__name__, _places(error))


def _places(error: BaseException) -> str:
    """Where in the program it failed; the text of the error may hold personal data."""
    return "\n".join(
        f"{frame.filename.rpartition(_OURS)[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    )


if __name__ == "__main__":
    main()
