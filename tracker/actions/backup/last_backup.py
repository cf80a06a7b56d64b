"""The last backup that succeeded, and those that a folder keeps."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.actions.backup.manifest import MANIFEST

_FILE = Path("backup") / "last.json"
#: The names of the backups that are made each night.
_NIGHTLY = "tracker-*"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """When a backup was made, and where it is."""

    at: datetime
    target: Path


def last(var: Path) -> LastBackup | None:
    """The last backup that succeeded, None where none is known."""
    try:
        found = json.loads((var / _FILE).read_text("utf-8"))
        return LastBackup(datetime.fromisoformat(found["at"]), Path(found["target"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_due(var: Path, at: datetime, *, known: LastBackup | None = None) -> bool:
    """Whether none has succeeded on this day of the clock's own zone.

    ``known`` is one that the process made itself, and may not have been able to note.
    One of a day to come was made by a clock that was ahead, and does not count.
    """
    today = at.astimezone().date()
    return all(
        each is None or each.at.astimezone().date() != today
        for each in (last(var), known)
    )


@contextmanager
def alone(var: Path) -> Iterator[bool]:
    """Whether no other process of the machine makes a nightly backup meanwhile."""
    folder = var / "backup"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:  # a disk that is full or read-only
        folder = var
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(number)


def note(var: Path, done: LastBackup) -> None:
    """Keeps it, in place of the one before. Raises OSError."""
    file = var / _FILE
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    text = json.dumps({"at": done.at.isoformat(), "target": str(done.target)})
    try:
        part.write_text(text)
        part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink()


def nightly_target(folder: Path, at: datetime) -> Path:
    """The name of a nightly backup, which sorts by its moment."""
    return folder / f"tracker-{at:%Y%m%dT%H%M%SZ}"


def keep(folder: Path, many: int) -> int:
    """Deletes the oldest nightly backups but the newest ``many``; returns how many."""
    found = sorted(
        each for each in folder.glob(_NIGHTLY) if (each / MANIFEST).is_file()
    )
    old = found[:-many] if many else []
    for each in old:
        shutil.rmtree(each, ignore_errors=True)
    return len(old)
