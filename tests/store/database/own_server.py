"""An embedded server of a test's own, and processes that use it."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psutil
from flask import Flask

from tracker import store

ROOT = Path(__file__).parents[3]
_MEMORY = Path("/dev/shm")
#: The bytes for each process of a run: its servers come to half of them, most of that
#: the server's own log of what it writes.
_ROOM = 3_000_000_000
_OF_TESTS = "tracker-tests-"

_BEGIN = """
import sys, time
from pathlib import Path
from tracker.store.database import embedded
folder = Path(sys.argv[1])
"""


@contextmanager
def own_folder(*below: str, new: bool = False) -> Iterator[Path]:
    """A folder for the data of a server, which is stopped and removed at the end.

    It holds a copy of a server that has never been used, unless it is to be ``new``.
    """
    place = _new_folder()
    folder = place.joinpath(*below, "postgres")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not new:
        for each in (_unused(), access_of(_unused())):
            copy(each, folder.parent / each.name)
    try:
        yield folder
    finally:
        store.database.embedded.leave(folder)
        shutil.rmtree(place)


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """The application on a folder's server; its connections are closed at the end.

    They are closed after a failure too. One that is left open is otherwise found while
    another test runs, which then fails for it.
    """
    from tests.conftest import settings
    from tracker.app import create_app
    from tracker.extensions import db

    made = create_app(settings(folder.parent))
    made.extensions["tracker"]()
    try:
        yield made
    finally:
        with made.app_context():
            for engine in db.engines.values():
                engine.dispose()


def access_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-access")


def ended(process: psutil.Process) -> bool:
    """Whether a process has ended; it may vanish while it is looked at."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def copy_database(folder: Path, database: str, to: str) -> None:
    """Copies a database of a folder's server that nothing is connected to."""
    with store.database.embedded.owner(folder) as sql:
        sql.execute(f'CREATE DATABASE "{to}" TEMPLATE "{database}" OWNER tracker_owner')


def copy(folder: Path, to: Path) -> None:
    """Copies a folder with the owners and permissions of its contents."""
    subprocess.run(["cp", "-a", str(folder), str(to)], check=True)


def place() -> Path:
    """A new folder, which is removed when the tests have ended."""
    made = _new_folder()
    # Exit functions run last to first, so this one runs after its server is stopped.
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _new_folder() -> Path:
    """A new folder: in memory where that has plenty of room, and else on the disk.

    The server makes and removes thousands of files, in which a disk's file system took
    a fifth of its time. What killed tests left in memory is removed.
    """
    for left in _MEMORY.glob(f"{_OF_TESTS}*"):
        if not psutil.pid_exists(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    made = tempfile.mkdtemp(
        prefix=f"{_OF_TESTS}{os.getpid()}-", dir=_MEMORY if _is_roomy() else None
    )
    return Path(made).resolve()


def _is_roomy() -> bool:
    """Whether the servers of several processes, and all else, have room in memory."""
    if not _MEMORY.is_dir():
        return False
    free = shutil.disk_usage(_MEMORY).free
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return min(free, psutil.virtual_memory().available) > _ROOM * processes


@cache
def _unused() -> Path:
    """The folder of a server that has been set up and stopped."""
    folder = place() / "postgres"
    hurry(folder)
    store.database.embedded.leave(folder)
    return folder


def hurry(folder: Path) -> None:
    """Turns off what protects a server against a power cut, to save time."""
    with store.database.embedded.owner(folder) as sql:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            sql.execute(f"ALTER SYSTEM SET {setting} = off")
        sql.execute("SELECT pg_reload_conf()")


def as_in_production(folder: Path) -> None:
    """Turns it on again, for a test that kills the server."""
    with store.database.embedded.owner(folder) as sql:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            sql.execute(f"ALTER SYSTEM RESET {setting}")
        sql.execute("SELECT pg_reload_conf()")


#: The lines that the server's log may hold: about the server, not a statement or row.
_OF_THE_SERVER = re.compile(r"\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] (LOG|FATAL|PANIC):  ")


def lines_about_something_else(folder: Path) -> list[str]:
    """The lines of the server's log that are not about the server."""
    return [
        line
        for path in (folder / "logs").iterdir()
        for line in path.read_text("utf-8", "replace").splitlines()
        if line and not _OF_THE_SERVER.match(line)
    ]


def as_owner(engine: Any) -> Any:
    """A connection as the cluster's owner to the database of an engine."""
    with engine.connect() as ours:
        return beside(ours)


def beside(ours: Any) -> Any:
    """A connection as the cluster's owner to the database of a connection."""
    here = ours.connection.driver_connection.info
    (server,) = {
        each
        for each in store.database.embedded.server._JOINED.values()
        if str(each.socket) == here.host
    }
    return store.database.embedded.server.connect_owner(server, here.dbname)


def ask(
    folder: Path, question: str, database: str = store.database.embedded.DATABASE
) -> Any:
    """The first value of a query that the application makes to a folder's server."""
    with store.database.embedded.connect(folder, database) as sql:
        return sql.execute(question).fetchone()[0]


def directory(folder: Path) -> str:
    """The data directory of the server that answers for a folder."""
    with store.database.embedded.owner(folder) as sql:
        return str(sql.execute("SHOW data_directory").fetchone()[0])


def python(
    text: str, folder: Path, begin: str = _BEGIN, **environment: str
) -> "subprocess.Popen[str]":
    """A process of its own that runs this text with the server of the folder."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", begin + text, str(folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
