"""What a confined process cannot do, and how much it may use.

On Linux it cannot open any file, write one, change what is recorded about one, make a
socket, start a program, reach another process, or change the system: the kernel refuses
these calls (``denied_calls.csv``) and commands of calls (``denied_commands.csv``), on
x86-64 and 64-bit Arm. A call that is newer than those considered does not exist for it.
Where the machine lets an ordinary user do so, it is also in a network of its own that
leads nowhere. On other systems, macOS among them, it has what it got:
no environment, no open connection and no secret in its memory; but it may open files
and connections as any program of this user, and limits of memory hold only where the
system keeps them.
"""

import ctypes
import os
import platform
import resource
import struct
from collections.abc import Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path

from tracker import domain

#: More than laying out the largest list of young people takes.
MOST_MEMORY = 1_000_000_000
#: The system ends a process at its time, with a signal of its own, and kills one that
#: goes on for so many more seconds.
_GRACE = 3
#: The files of one folder that may be open at once, and the connection.
_MOST_OPEN = 256

#: The kernel's name of each processor in a filter.
_PROCESSORS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: The first call that has not been considered: Linux 6.12 has mseal (462) as its last.
#: Above it are also the calls of the x32 programs of x86-64.
FIRST_UNKNOWN = 463

#: What a line of a filter does, and the places of the numbers that it looks at.
_LOAD, _EQUALS, _AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
_CALL, _PROCESSOR, _SECOND_ARGUMENT = 0, 4, 24
#: The answers: EPERM for what is refused, ENOSYS for what is not known.
_ALLOW, _REFUSE, _UNKNOWN, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_NO_NEW_PRIVILEGES, _SET_FILTER, _DIE_WITH_PARENT = 38, 22, 1
_FILTER = 2
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def _denied() -> dict[str, tuple[int, ...]]:
    rows = domain.reference.tables.read(
        Path(__file__).with_name("denied_calls.csv"), itemgetter(*_PROCESSORS)
    )
    return {
        processor: tuple(int(row[at]) for row in rows if row[at])
        for at, processor in enumerate(_PROCESSORS)
    }


def _denied_commands() -> dict[str, dict[int, tuple[int, ...]]]:
    rows = domain.reference.tables.read(
        Path(__file__).with_name("denied_commands.csv"),
        itemgetter("command", *_PROCESSORS),
    )
    found: dict[str, dict[int, tuple[int, ...]]] = {}
    for at, processor in enumerate(_PROCESSORS, 1):
        calls = found[processor] = {}
        for row in rows:
            call = int(row[at])
            calls[call] = (*calls.get(call, ()), int(row[0]))
    return found


#: The numbers of the calls that are refused, by processor.
DENIED = _denied()
#: The commands that are refused of calls that take one as their second argument.
DENIED_COMMANDS = _denied_commands()


def leave_network() -> None:
    """Moves this process into a network that leads nowhere, where that is allowed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def confine(cpu_seconds: int, memory: int = MOST_MEMORY) -> None:
    """Limits this process for good, before it reads the first strange byte."""
    for what, most, at_last in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + _GRACE),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN, _MOST_OPEN),
    ):
        # macOS takes no limit of memory.
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, at_last))
    deny_calls()


def deny_calls() -> bool:
    """Has the kernel refuse the calls that reading needs not; whether it does."""
    machine = platform.machine()
    if os.uname().sysname != "Linux" or machine not in DENIED:
        return False
    program = _program(_PROCESSORS[machine], DENIED[machine], DENIED_COMMANDS[machine])

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DIE_WITH_PARENT, 9, 0, 0, 0)
    given = Program(len(program) // 8, program)
    return bool(
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and system.prctl(_SET_FILTER, _FILTER, ctypes.byref(given), 0, 0) == 0
    )


def _program(
    processor: int, calls: tuple[int, ...], commands: Mapping[int, tuple[int, ...]]
) -> bytes:
    """The filter: a call of another processor kills, a denied one is refused."""
    checks = [(_EQUALS, _REFUSE, 0, call) for call in calls]
    for call, denied in commands.items():
        checks += [
            (_EQUALS, 0, len(denied) + 2, call),
            (_LOAD, 0, 0, _SECOND_ARGUMENT),
            *((_EQUALS, _REFUSE, 0, command) for command in denied),
            (_ANSWER, 0, 0, _ALLOW),
        ]
    lines = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUALS, 1, 0, processor),
        (_ANSWER, 0, 0, _KILL),
        (_LOAD, 0, 0, _CALL),
        (_AT_LEAST, _UNKNOWN, 0, FIRST_UNKNOWN),
        *checks,
        (_ANSWER, 0, 0, _ALLOW),
        (_ANSWER, 0, 0, _REFUSE),
        (_ANSWER, 0, 0, _UNKNOWN),
    ]
    last = len(lines) - 1
    ends = {_REFUSE: last - 1, _UNKNOWN: last}
    return b"".join(
        struct.pack("HBBI", what, ends[yes] - at - 1 if yes in ends else yes, no, value)
        for at, (what, yes, no, value) in enumerate(lines)
    )
