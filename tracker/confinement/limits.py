"""What a confined process cannot do, and how much it may use.

On Linux it cannot open any file, write one, make a socket, start a program, or reach
another process: the kernel refuses these calls (``denied_calls.csv``), on x86-64 and
64-bit Arm. Where the machine lets an ordinary user do so, it is also in a network of
its own that leads nowhere. On other systems, macOS among them, it has what it got:
no environment, no open connection and no secret in its memory; but it may open files
and connections as any program of this user, and limits of memory hold only where the
system keeps them.
"""

import ctypes
import os
import platform
import resource
import struct
from contextlib import suppress
from operator import itemgetter
from pathlib import Path

from tracker import domain

#: More than laying out the largest list of young people takes.
MOST_MEMORY = 1_000_000_000
#: The files of one folder that may be open at once, and the connection.
_MOST_OPEN = 256

#: The kernel's name of each processor in a filter, and of the calls of its own.
_PROCESSORS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_OTHER_CALLS = 0x40000000

_LOAD, _EQUALS, _AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_NO_NEW_PRIVILEGES, _SET_FILTER, _DIE_WITH_PARENT = 38, 22, 1
_FILTER = 2
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def _denied() -> dict[str, tuple[int, ...]]:
    rows = domain.reference.tables.read(
        Path(__file__).with_name("denied_calls.csv"), itemgetter("x86_64", "aarch64")
    )
    return {
        processor: tuple(int(row[at]) for row in rows if row[at])
        for at, processor in enumerate(("x86_64", "aarch64"))
    }


#: The numbers of the calls that are refused, by processor.
DENIED = _denied()


def leave_network() -> None:
    """Moves this process into a network that leads nowhere, where that is allowed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def confine(cpu_seconds: int, memory: int = MOST_MEMORY) -> None:
    """Limits this process for good, before it reads the first strange byte."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN),
    ):
        # macOS takes no limit of memory.
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
    deny_calls()


def deny_calls() -> bool:
    """Has the kernel refuse the calls that reading needs not; whether it does."""
    machine = platform.machine()
    if os.uname().sysname != "Linux" or machine not in DENIED:
        return False
    program = _program(_PROCESSORS[machine], DENIED[machine])

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DIE_WITH_PARENT, 9, 0, 0, 0)
    given = Program(len(program) // 8, program)
    return bool(
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and system.prctl(_SET_FILTER, _FILTER, ctypes.byref(given), 0, 0) == 0
    )


def _program(processor: int, calls: tuple[int, ...]) -> bytes:
    """The filter: a call of another processor kills, a denied one is refused."""
    lines = [
        (_LOAD, 0, 0, 4),
        (_EQUALS, 1, 0, processor),
        (_ANSWER, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(calls) + 1, 0, _OTHER_CALLS),
        *((_EQUALS, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (_ANSWER, 0, 0, _ALLOW),
        (_ANSWER, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
