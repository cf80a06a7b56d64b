"""The process of the embedded server, and the check that a process is that one."""

import contextlib
import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.store.database.embedded.server_account import Account

if TYPE_CHECKING:
    import psutil

_READY = "ready"
#: The lines of PostgreSQL's file, by their content.
_PID, _SOCKET, _STATE = 0, 4, 7
#: The list in which earlier versions kept the processes that use the server.
_EARLIER_USERS = ".handle_pids.json"
#: How the names of their processes begin.
_OF_TRACKER = ("python", "flask", "gunicorn", "pytest")


@dataclass(frozen=True, slots=True)
class Written:
    """The facts about its process that PostgreSQL wrote into the data's folder."""

    pid: int
    socket: Path | None
    ready: bool


def written(data: Path) -> Written | None:
    """The contents of ``postmaster.pid``; None without it, or while it is written."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8", "replace").splitlines()
        pid = int(lines[_PID])
    except (OSError, ValueError, IndexError):
        return None
    socket = lines[_SOCKET].strip() if len(lines) > _SOCKET else ""
    state = lines[_STATE].strip() if len(lines) > _STATE else ""
    return Written(pid, Path(socket) if socket else None, state == _READY)


def process(data: Path, account: Account) -> "psutil.Process | None":
    """The process in PostgreSQL's file, if it is the server of this data, or None.

    The number alone proves nothing: another process may have it by now. The process has
    to be the account's, run the program ``postgres``, and work in the very folder of
    the data. Its start time is not compared, because clocks are corrected.
    """
    import psutil

    found = written(data)
    if found is None or found.pid <= 0:
        return None
    try:
        each = psutil.Process(found.pid)
        ours = (
            each.uids().effective == account.uid
            and Path(each.exe()).name == "postgres"
            and Path(each.cwd()).samefile(data)
        )
    except (psutil.Error, OSError):
        return None
    return each if ours else None


def ask_to_end(data: Path, account: Account, *, at_once: bool = False) -> bool:
    """Asks the server's process to end; returns False where there is none."""
    import psutil

    found = process(data, account)
    if found is None:
        return False
    # psutil checks again that the number still belongs to the same process.
    with contextlib.suppress(psutil.NoSuchProcess):
        found.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
    return True


def earlier_user(data: Path) -> int | None:
    """The number of a live process of an earlier version that uses the server."""
    import psutil

    try:
        listed = json.loads((data / _EARLIER_USERS).read_text("ascii"))
    except (OSError, ValueError):
        return None
    for pid in listed:
        try:
            process = psutil.Process(int(pid))
            names = [process.name().lower()]
            # A server of pages may have renamed its process, but not its program.
            with contextlib.suppress(psutil.AccessDenied):
                names.append(Path(process.exe()).name.lower())
        except (psutil.Error, ValueError, TypeError):
            continue
        if any(name.startswith(_OF_TRACKER) for name in names):
            return int(pid)
    return None
