"""One embedded server: joined, started, and stopped by the last process to use it."""

import atexit
import os
import socket as sockets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tracker.store.database.embedded import (
    cluster,
    folders,
    postmaster,
    programs,
    server_account,
    server_passwords,
    sharing,
)
from tracker.store.database.embedded.server_account import Account
from tracker.store.database.embedded.unusable import DatabaseUnavailable, not_started

_SECONDS_TO_START = 120
_SECONDS_TO_END = 60
_LOOK_AGAIN = 0.005
#: The version of the roles and ownership; a cluster of another version is changed.
_LAYOUT = "2"

_ONE_AT_A_TIME = threading.RLock()
_JOINED: "dict[Path, Server]" = {}
#: By data folder: the lock by which this process uses a server, and its number.
_HELD: dict[Path, tuple[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and the way to reach it."""

    data: Path
    access: Path
    socket: Path
    account: Account

    def address(self, database: str, role: str = server_passwords.APPLICATION) -> str:
        """The address for PostgreSQL's programs. The password stays in a file."""
        given = {
            "host": self.socket,
            "passfile": server_passwords.file(self.access, role),
            # The connection fails if another user's program has taken the server's
            # place.
            "requirepeer": self.account.name or "",
        }
        query = "&".join(f"{k}={quote(str(v), '')}" for k, v in given.items() if str(v))
        return f"postgresql://{role}@/{quote(database, '')}?{query}"


def start(folder: Path, *, version: int = programs.NEWEST) -> Server:
    """Starts the server with its data in ``folder``, or joins the one that runs.

    ``version`` is the version for a new cluster. The server is stopped when the last
    process that uses it ends. Raises DatabaseUnavailable.
    """
    with _ONE_AT_A_TIME:
        try:
            folders.make_home(folder.parent)
            data = folder.resolve()
            known = _JOINED.get(data)
            return known if known is not None else _join(data, version)
        except OSError as error:
            raise DatabaseUnavailable(
                f"The embedded database cannot be kept in {folder}: {error.strerror}. "
                "Set TRACKER_VAR to a folder that can be written to."
            ) from error


def _join(data: Path, version: int) -> Server:
    account = server_account.of(data)
    access = data.with_name(f"{data.name}-access")
    folders.make_private(access, _keeper(access, account))
    with sharing.turn(access):
        held = sharing.use(access)
        try:
            server = _running(data, access, account, version, held)
        except BaseException:
            os.close(held)
            raise
    _JOINED[data] = server
    _HELD[data] = (held, os.getpid())
    atexit.register(leave, data)
    return server


def _keeper(access: Path, account: Account) -> Account:
    """The owner of the passwords' folder: this process's account or the server's."""
    if access.is_dir() and access.lstat().st_uid == account.uid:
        return account
    return Account(os.geteuid(), os.getegid(), None)


def leave(folder: Path) -> None:
    """Lets go of the server, and stops it if no other process uses it."""
    data = folder.resolve()
    with _ONE_AT_A_TIME:
        held, pid = _HELD.get(data, (-1, -1))
        # A forked process did not join by itself, and its parent lives on.
        if pid != os.getpid():
            return
        del _HELD[data]
        server = _JOINED.pop(data)
        with suppress(OSError), sharing.turn(server.access):
            if sharing.is_last(held) and _stop(data, server.access, server.account):
                _forget_socket(server)
        os.close(held)


def _forget_socket(server: Server) -> None:
    if server.socket != server.data:
        with suppress(OSError):
            server.socket.rmdir()


def _stop(data: Path, access: Path, account: Account) -> bool:
    """Stops the server if it runs; returns whether all its processes have ended."""
    postmaster.ask_to_end(data, account)
    if sharing.server_ended(access, within=_SECONDS_TO_END):
        return True
    postmaster.ask_to_end(data, account, at_once=True)
    return sharing.server_ended(access, within=_SECONDS_TO_END)


def _running(
    data: Path, access: Path, account: Account, version: int, held: int
) -> Server:
    """The running server, or one that is started.

    The caller holds the turn, and uses the server by the lock ``held``.
    """
    lock = sharing.take_for_server(access)
    if lock is None:
        found = _ready(data, access, account)
        if found is not None and _is_of_now(access):
            return found
        if found is not None and not sharing.is_only_user(held):
            raise DatabaseUnavailable(
                f"The embedded database in {data} is used by an earlier version of "
                "Tracker. Stop its processes, then try again."
            )
        # Its socket is gone, its last processes are ending, or the process that started
        # it was killed before its roles were complete.
        if not _stop(data, access, account):
            raise DatabaseUnavailable(
                f"The embedded database in {data} does not answer and does not stop. "
                "End its processes, then try again."
            )
        lock = sharing.take_for_server(access)
        if lock is None:
            raise DatabaseUnavailable(
                f"The embedded database in {data} is being started. Try again."
            )
    return _started(data, access, account, version, lock)


def _ready(data: Path, access: Path, account: Account) -> Server | None:
    """The server once it takes connections; None if it ends or has no socket."""
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        found = postmaster.written(data)
        if found is not None and found.ready and found.socket is not None:
            private = folders.is_private(found.socket, account)
            if not private or not _answers(found.socket / folders.SOCKET):
                return None
            return Server(data, access, found.socket, account)
        if not sharing.server_runs(access):
            return None
        time.sleep(_LOOK_AGAIN)
    raise not_started(data, TimeoutError())


def _answers(socket: Path) -> bool:
    """Whether a process listens at a socket. A busy one counts as listening."""
    with sockets.socket(sockets.AF_UNIX) as ours:
        ours.settimeout(5)
        try:
            ours.connect(os.fspath(socket))
        except TimeoutError:
            return True
        except OSError:
            return False
        return True


def _started(
    data: Path, access: Path, account: Account, version: int, lock: int
) -> Server:
    """Starts the server, which gets ``lock``, and updates an older cluster's roles."""
    try:
        if not data.exists() or not any(data.iterdir()):
            cluster.make(data, account, access, version)
        else:
            programs.version_of(data)
            _end_earlier(data, account)
        # No process of this data lives: the lock proves it, and the number was checked.
        (data / "postmaster.pid").unlink(missing_ok=True)
        server_account.let_through(account, data)
        if not (_is_of_now(access) and server_passwords.are_there(access)):
            _layout(access).unlink(missing_ok=True)
            cluster.set_passwords(data, account, access)
        cluster.write_access_rules(data, account)
        _begin(data, account, lock)
    finally:
        # From here on the server alone holds the lock.
        os.close(lock)
    server = _ready(data, access, account)
    if server is None:
        raise not_started(
            data, RuntimeError("it ended as soon as it was started."), _output(data)
        )
    if not _layout(access).is_file():
        with connect_owner(server) as admin:
            cluster.set_owner(admin, lambda name: connect_owner(server, name))
        _layout(access).write_text(f"{_LAYOUT}\n", "utf-8")
    return server


def _layout(access: Path) -> Path:
    """The file with the version of the cluster's roles, once they are complete."""
    return access / "layout"


def _is_of_now(access: Path) -> bool:
    """Whether the cluster has the roles of this version."""
    file = _layout(access)
    return file.is_file() and file.read_text("utf-8").strip() == _LAYOUT


def _end_earlier(data: Path, account: Account) -> None:
    """Ends a server that an earlier version of Tracker started without passwords."""
    if postmaster.process(data, account) is None:
        return
    user = postmaster.earlier_user(data)
    if user is not None:
        raise DatabaseUnavailable(
            f"The embedded database in {data} is used by an earlier version of Tracker "
            f"(process {user}). Stop that process, then try again."
        )
    postmaster.ask_to_end(data, account)
    until = time.monotonic() + _SECONDS_TO_END
    while postmaster.process(data, account) is not None:
        if time.monotonic() > until:
            raise not_started(data, TimeoutError())
        time.sleep(_LOOK_AGAIN)


#: Started by a shell that ends: the server outlives us and leaves us no zombie.
_BY_ITSELF = '"$@" </dev/null >"$0" 2>&1 &'


def _begin(data: Path, account: Account, lock: int) -> None:
    """Starts the server's process, which holds ``lock`` for as long as it lives."""
    socket = folders.of_socket(data, account)
    server_account.let_through(account, socket / folders.SOCKET)
    # As with the data's own file: its number may be another process's by now.
    for left in (folders.SOCKET, f"{folders.SOCKET}.lock"):
        (socket / left).unlink(missing_ok=True)
    where = programs.folder(programs.version_of(data))
    server_account.let_through(account, where / "postgres")
    folders.make_private(_start_log(data).parent, account)
    account.start(
        "/bin/sh",
        "-c",
        _BY_ITSELF,
        _start_log(data),
        where / "postgres",
        "-D",
        data,
        *cluster.options(socket),
        pass_fds=(lock,),
        start_new_session=True,
    ).wait()


def _start_log(data: Path) -> Path:
    """The file for PostgreSQL's output until it has opened its log."""
    return data / "logs" / "start.log"


def _output(data: Path) -> str:
    """The server's output since it was last started."""
    output = ""
    with suppress(OSError):
        output = _start_log(data).read_text("utf-8", "replace")
        logs = _start_log(data).parent.glob("server-*.log")
        newest = max(logs, key=lambda path: path.stat().st_mtime, default=None)
        if newest is not None:
            _, _, since = newest.read_text("utf-8", "replace").rpartition("starting Po")
            output = f"{since}\n{output}"
    return output


def connect_owner(server: Server, database: str = "postgres") -> Any:
    """A connection as the cluster's owner; each statement commits by itself."""
    import psycopg

    return psycopg.connect(
        server.address(database, server_passwords.OWNER), autocommit=True
    )


def revive(server: Server) -> Server:
    """The server, started again if it has died while it was in use."""
    with _ONE_AT_A_TIME, sharing.turn(server.access):
        account = server_account.of(server.data)
        held, _ = _HELD[server.data]
        found = _running(server.data, server.access, account, programs.NEWEST, held)
        _JOINED[server.data] = found
        return found
