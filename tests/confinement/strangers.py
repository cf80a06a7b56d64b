"""What a program does that took over a confined process; called by the tests there."""

import ctypes
import errno
import fcntl
import os
import resource
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tracker.confinement import messages
from tracker.confinement.server import FAILED, Line


def tries(line: Line, request: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What became of each thing that it tries to do."""
    pid, keys, given = request["pid"], request["keys"], line._line.fileno()
    attempts: dict[str, Callable[[], object]] = {
        "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "read the keys": lambda: os.open(request["keys"], os.O_RDONLY),
        "read our environment": lambda: os.open(
            f"/proc/{request['pid']}/environ", os.O_RDONLY
        ),
        "write a file": lambda: os.open(request["file"], os.O_CREAT | os.O_WRONLY),
        "delete a file": lambda: Path(request["keys"]).unlink(),
        "move a file": lambda: Path(request["keys"]).rename(request["file"]),
        "connect": lambda: socket.create_connection(("127.0.0.1", request["port"])),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "reach the database": lambda: socket.socket(socket.AF_UNIX),
        "start a program": lambda: subprocess.run(["/bin/true"], check=False),
        "fork": os.fork,
        "start a thread": lambda: threading.Thread(target=print).start(),
        "kill the server": lambda: os.kill(os.getppid(), signal.SIGKILL),
        "kill us": lambda: os.kill(request["pid"], signal.SIGKILL),
        "raise its limits": lambda: resource.setrlimit(
            resource.RLIMIT_AS, (1 << 40, 1 << 40)
        ),
        "change a file's mode": lambda: Path(keys).chmod(0o640),
        "change its mode by the newest call": lambda: _call(
            452, -100, keys.encode(), 0o640, 0
        ),
        "change the mode of what it was given": lambda: os.fchmod(given, 0o640),
        "change the owner of what it was given": lambda: os.fchown(given, -1, -1),
        "change the times of a file": lambda: os.utime(keys, (1, 1)),
        "have us sent a signal": lambda: fcntl.fcntl(given, fcntl.F_SETOWN, pid),
        "have us sent a signal by the newer command": lambda: fcntl.fcntl(
            given, 15, struct.pack("ii", 1, pid)
        ),
        "have us sent a signal by a device's command": lambda: fcntl.ioctl(
            given, 0x8901, struct.pack("i", pid)
        ),
        "choose the signal": lambda: fcntl.fcntl(given, 10, signal.SIGKILL),
        "slow us down": lambda: os.setpriority(
            os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid)
        ),
        "move us to a processor": lambda: os.sched_setaffinity(
            pid, os.sched_getaffinity(pid)
        ),
        "watch a folder": lambda: _call(*request["watch"]),
        "take much memory": lambda: bytearray(1_500_000_000),
    }
    found = {}
    for name, attempt in attempts.items():
        try:
            attempt()
        except (OSError, RuntimeError, MemoryError, ValueError) as error:
            found[name] = type(error).__name__
        else:
            found[name] = "done"
    yield {**found, "environment": " ".join(sorted(os.environ))}


def _call(number: int, *arguments: int | bytes) -> int:
    """Calls the kernel by the number of the call. Raises OSError."""
    given = [
        each if isinstance(each, bytes) else ctypes.c_long(each) for each in arguments
    ]
    system = ctypes.CDLL(None, use_errno=True)
    answer: int = system.syscall(ctypes.c_long(number), *given)
    if answer == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return answer


def calls(line: Line, request: list[list[int]]) -> Iterator[str]:
    """The kernel's answer to each call: the name of its error, or "done"."""
    for number, *arguments in request:
        try:
            _call(number, *arguments)
        except OSError as error:
            yield errno.errorcode[error.errno or 0]
        else:
            yield "done"


def gives(line: Line, request: Any) -> Iterator[Any]:
    """Whatever the test asks for."""
    yield from request


def takes_memory(line: Line, request: Any) -> Iterator[Any]:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def spins(line: Line, request: Any) -> Iterator[Any]:
    yield "begun"
    while True:
        pass


def sleeps(line: Line, request: Any) -> Iterator[Any]:
    yield "begun"
    time.sleep(600)


def never_answers(line: Line, request: Any) -> Iterator[Any]:
    time.sleep(600)
    yield


def dies(line: Line, request: Any) -> Iterator[Any]:
    yield "begun"
    os._exit(3)


def aborts(line: Line, request: Any) -> Iterator[Any]:
    """As a library that gets no memory."""
    yield "begun"
    os.abort()


def is_killed(line: Line, request: Any) -> Iterator[Any]:
    yield os.getpid()
    time.sleep(600)


def raises(line: Line, request: Any) -> Iterator[Any]:
    raise RuntimeError("Zoe Example, born 3 April 2009")
    yield


def asks_for_another_file(line: Line, request: Any) -> Iterator[Any]:
    """Asks for files that are not of this reading, and says which it got."""
    for number in request:
        got = "nothing"
        with suppress(OSError):
            got = os.read(line.open(number), 20).decode()
        yield got


def sends_rubbish(line: Line, request: str) -> Iterator[Any]:
    raw = line._line
    if request == "no JSON":
        raw.sendall(b"\0\0\0\3{]}")
    elif request == "no end":
        raw.sendall(b"\xff\xff\xff\xff" + b"x" * 1_000)
    elif request == "a pickle":
        raw.sendall(b"\0\0\0\x24\x80\x04cos\nsystem\n(S'echo hacked!'\ntR.      ")
    elif request == "an unknown word":
        line.say("obey me")
    elif request == "a lone word":
        line.say(FAILED)
    else:
        messages.send(raw, 7)
    time.sleep(1)
    yield
