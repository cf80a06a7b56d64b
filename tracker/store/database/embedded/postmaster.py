"""The one process that is the embedded server, and whether a process is that one."""

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
#: Which line of PostgreSQL's file says what.
_PID, _SOCKET, _STATE = 0, 4, 7
#: The list in which earlier versions kept the processes that use the server.
_EARLIER_USERS = ".handle_pids.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What PostgreSQL wrote of its process into the data's folder."""

    pid: int
    socket: Path | None
    ready: bool


def written(data: Path) -> Written | None:
    """What stands in ``postmaster.pid``; None without it, or while it is written."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8", "replace").splitlines()
        pid = int(lines[_PID])
    except (OSError, ValueError, IndexError):
        return None
    socket = lines[_SOCKET].strip() if len(lines) > _SOCKET else ""
    state = lines[_STATE].strip() if len(lines) > _STATE else ""
    return Written(pid, Path(socket) if socket else None, state == _READY)


def process(data: Path, account: Account) -> "psutil.Process | None":
    """The process that the file names, if it is the server of this data.

    The number alone says nothing: it may be another's by now. It has to be a process of
    the account, of the program ``postgres``, at work in the very folder of the data.
    When it started is not compared, because clocks are put right.
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
    """Asks the server to end, if the process is known to be it; whether it was."""
    import psutil

    found = process(data, account)
    if found is None:
        return False
    # psutil looks once more whether the number still belongs to the same process.
    with contextlib.suppress(psutil.NoSuchProcess):
        found.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
    return True


def earlier_user(data: Path) -> int | None:
    """A process of an earlier version of Tracker that uses the server, if one lives."""
    import psutil

    try:
        listed = json.loads((data / _EARLIER_USERS).read_text("ascii"))
    except (OSError, ValueError):
        return None
    for pid in listed:
        try:
            name = psutil.Process(int(pid)).name().lower()
        except (psutil.Error, ValueError, TypeError):
            continue
        if name.startswith(("python", "flask", "gunicorn", "pytest")):
            return int(pid)
    return None
