"""The PostgreSQL that comes with the application, used when no server is set.

It is reached by password, through a socket in a folder that only one account can enter.
The roles of the application and of the tables' owner are no superusers. The data is in
the folder ``postgres``; ``postgres-access`` beside it holds passwords and locks.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker.store.database.embedded import programs, server_passwords, sharing
from tracker.store.database.embedded.server import (
    Server,
    connect_owner,
    leave,
    revive,
    start,
)
from tracker.store.database.embedded.unusable import DatabaseUnavailable

__all__ = ["DatabaseUnavailable", "Server", "leave", "start"]

DATABASE = "tracker"

#: A new server's settings. PostgreSQL's own are for the smallest machine; these give
#: room for a council's working set, fewer checkpoints in a load, and neither compiling
#: nor several processes for queries that take milliseconds (decision 0219). Set once,
#: with ``shared_buffers``: later changes by the owner stay.
_SETTINGS = {
    "max_wal_size": "2GB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}

#: A server that asks for no password is not ours, and the connection is refused.
_BY_PASSWORD = "&require_auth=scram-sha-256"  # noqa: S105

_SECONDS_OF_PATIENCE = 30
_LOOK_AGAIN = 0.02


def address(
    folder: Path,
    database: str = DATABASE,
    role: str = server_passwords.APPLICATION,
) -> str:
    """The driver's address of ``database`` on the embedded server, which is started."""
    return start(folder).address(database, role)


def run_as(role: str, folder: Path, program: Sequence[str]) -> int:
    """Runs a program that connects as a role; returns the program's exit code.

    PostgreSQL's own programs from the wheel come first on its path. Raises
    DatabaseUnavailable.
    """
    environment = environment_of(role, folder)
    found = shutil.which(program[0], path=environment["PATH"])
    if found is None:
        raise DatabaseUnavailable(f"There is no program named {program[0]}.")
    done = subprocess.run(  # noqa: S603 - the words of the machine's own user
        [found, *program[1:]], env=environment, check=False
    )
    return done.returncode


def owner_environment(folder: Path) -> dict[str, str]:
    """The environment in which PostgreSQL's programs run as the database's owner."""
    return environment_of(server_passwords.OWNER, folder)


def environment_of(role: str, folder: Path) -> dict[str, str]:
    """The environment in which PostgreSQL's programs connect as a role."""
    server = start(folder)
    version = programs.version_of(server.data)
    path = f"{programs.folder(version)}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        **os.environ,
        "PATH": path,
        "PGHOST": str(server.socket),
        "PGUSER": role,
        "PGDATABASE": DATABASE,
        "PGPASSFILE": str(server_passwords.file(server.access, role)),
    }


def owner(folder: Path, database: str = "postgres") -> Any:
    """A connection as the cluster's owner; each statement commits by itself."""
    return connect_owner(start(folder), database)


def connect(
    folder: Path,
    database: str = DATABASE,
    role: str = server_passwords.APPLICATION,
) -> Any:
    """A new connection to ``database`` on the embedded server, as a role.

    A database that does not exist is made. A server that has died is started again.
    Raises DatabaseUnavailable.
    """
    import psycopg

    server = start(folder)
    until = time.monotonic() + _SECONDS_OF_PATIENCE
    while True:
        try:
            return psycopg.connect(server.address(database, role) + _BY_PASSWORD)
        except psycopg.OperationalError as error:
            message = str(error)
            if f'database "{database}" does not exist' in message:
                _make(server, database)
            elif "authentication failed" in message:
                raise DatabaseUnavailable(
                    f"The embedded database in {server.data} does not accept the "
                    f"passwords in {server.access}. Put both folders back from the "
                    "same copy; or stop Tracker and delete the second, and new "
                    "passwords are made."
                ) from error
            elif time.monotonic() > until:
                raise
            elif "the database system is" in message:  # starting, recovering, or ending
                time.sleep(_LOOK_AGAIN)
            elif "FATAL:" in message:
                raise
            else:
                server = revive(server)


def shared_buffers(memory: int) -> int:
    """The megabytes in which a server keeps what its queries read, of a machine with
    this much memory: an eighth, but at most the data of 150,000 young people.
    """
    return min(max(256, memory // 8), 1024)


def _make(server: Server, database: str) -> None:
    """Makes a database, unless another command has made it already."""
    import psutil

    with sharing.turn(server.access), connect_owner(server) as admin:
        named = "SELECT FROM pg_database WHERE datname = %s"
        if admin.execute(named, [database]).fetchone() is not None:
            return
        admin.execute(f'CREATE DATABASE "{database}" OWNER {server_passwords.TABLES}')
        memory = psutil.virtual_memory().total // 2**20
        settings = {**_SETTINGS, "shared_buffers": f"{shared_buffers(memory)}MB"}
        for name, value in settings.items():
            admin.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        admin.execute("SELECT pg_reload_conf()")
