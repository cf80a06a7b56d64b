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

from tracker import store

ROOT = Path(__file__).parents[3]

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
    place = Path(tempfile.mkdtemp(prefix="tracker-")).resolve()
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


def access_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-access")


def ended(process: psutil.Process) -> bool:
    """Whether a process runs no more; one may vanish between two looks at it."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def copy(folder: Path, to: Path) -> None:
    """Copies a folder with the owners and rights of what is in it."""
    subprocess.run(["cp", "-a", str(folder), str(to)], check=True)


def place() -> Path:
    """A new folder, which is removed when the tests have ended."""
    made = Path(tempfile.mkdtemp(prefix="tracker-")).resolve()
    # Run after its server has been stopped: the last one registered is the first.
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _unused() -> Path:
    """A server that has been made and stopped."""
    folder = place() / "postgres"
    hurry(folder)
    store.database.embedded.leave(folder)
    return folder


def hurry(folder: Path) -> None:
    """Spares a server what it does to outlive a power cut."""
    with store.database.embedded.owner(folder) as sql:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            sql.execute(f"ALTER SYSTEM SET {setting} = off")
        sql.execute("SELECT pg_reload_conf()")


#: What the server's log may hold: what became of the server, of no statement or row.
_OF_THE_SERVER = re.compile(r"\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] (LOG|FATAL|PANIC):  ")


def lines_about_something_else(folder: Path) -> list[str]:
    """The lines of the server's log that are not about the server."""
    return [
        line
        for path in (folder / "logs").iterdir()
        for line in path.read_text("utf-8", "replace").splitlines()
        if line and not _OF_THE_SERVER.match(line)
    ]


def ask(
    folder: Path, question: str, database: str = store.database.embedded.DATABASE
) -> Any:
    """What the server of a folder answers the application: the first value."""
    with store.database.embedded.connect(folder, database) as sql:
        return sql.execute(question).fetchone()[0]


def directory(folder: Path) -> str:
    """Where the server that answers for a folder has its data."""
    with store.database.embedded.owner(folder) as sql:
        return str(sql.execute("SHOW data_directory").fetchone()[0])


def python(
    text: str, folder: Path, begin: str = _BEGIN, **environment: str
) -> "subprocess.Popen[str]":
    """A process of its own that does this with the server of the folder."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", begin + text, str(folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
