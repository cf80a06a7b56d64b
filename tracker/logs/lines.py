"""Logs: a line of JSON an event, without personal data, in files of a day or on stderr.

Files are written by several processes at once, so none of them can be renamed while
another one writes: each day has its own, and files of earlier weeks are removed.

See decision 0159.
"""

import json
import logging
import re
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

from tracker.logs import failure_places

#: Where logs go: to the service manager of the machine, or to files below ``var/log``.
STDERR, FILES = "stderr", "files"
WAYS = (STDERR, FILES)
SHORTEST_TOKEN = 24
#: The last days that files are kept of.
DAYS = 14
_OF_A_DAY = re.compile(r".+-(\d{4}-\d\d-\d\d)\.log")
#: What a record may hold beside its event: numbers and words of ours.
FIELDS = ("request", "user", "method", "endpoint", "status", "ms", "reference", "trace")


class JsonLines(logging.Formatter):
    """A record as one line of JSON. An error shows its places, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        failure_places.only_where(record)
        event = record.getMessage()
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event,
        }
        for name in FIELDS:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = value
        if record.exc_text and "trace" not in line:
            line["trace"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


class DailyFiles(logging.Handler):
    """Appends to the file of the day, and removes those of earlier weeks."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self._folder, self._name = folder, name
        self._day: date | None = None
        self._file: IO[str] | None = None

    def path(self, day: date) -> Path:
        """The file of a day."""
        return self._folder / f"{self._name}-{day.isoformat()}.log"

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record. A full disk takes no log, and stops no work."""
        with suppress(OSError):
            day = datetime.fromtimestamp(record.created, UTC).date()
            if self._file is None or day != self._day:
                self._open(day)
            if self._file is not None:
                # One write of a whole line, so that those of processes do not mix.
                self._file.write(self.format(record) + "\n")
                self._file.flush()

    def _open(self, day: date) -> None:
        self._shut()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self.path(day)
        is_new = not path.exists()
        self._file, self._day = path.open("a", encoding="utf-8"), day
        path.chmod(0o600)
        if is_new:
            sweep(self._folder, day)

    def _shut(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def close(self) -> None:
        """Closes the file of the day."""
        self._shut()
        super().close()


class Lines(logging.StreamHandler[IO[str]]):
    """Writes to the error output of the process."""


_OURS = (DailyFiles, Lines)


def sweep(folder: Path, day: date) -> None:
    """Removes the logs of days before the last ``DAYS``."""
    oldest = day - timedelta(days=DAYS)
    for path in folder.glob("*.log"):
        named = _OF_A_DAY.fullmatch(path.name)
        if named is not None:
            with suppress(ValueError, OSError):
                if date.fromisoformat(named[1]) < oldest:
                    path.unlink()


def way(text: str) -> str:
    """The way that TRACKER_LOG names. Raises ValueError with the reason."""
    if text and text not in WAYS:
        raise ValueError(
            "TRACKER_LOG must be stderr, for the service manager of the machine, or "
            "files, for a file a day below TRACKER_VAR."
        )
    return text or STDERR


def token(text: str) -> str:
    """The token of the monitoring. Raises ValueError for one that can be guessed."""
    if text and len(text) < SHORTEST_TOKEN:
        raise ValueError(
            f"TRACKER_METRICS_TOKEN needs at least {SHORTEST_TOKEN} random characters."
        )
    return text


def handler(way: str, var: Path, name: str) -> logging.Handler:
    """What writes the log of a kind of process: "pages", "worker"."""
    made = DailyFiles(var / "log", name) if way == FILES else Lines(sys.stderr)
    made.setFormatter(JsonLines())
    return made


def set_up(way: str, var: Path, name: str) -> None:
    """Sends the warnings and errors of a process, and of its libraries, to its log."""
    root = logging.getLogger()
    for each in [each for each in root.handlers if isinstance(each, _OURS)]:
        root.removeHandler(each)
    root.addHandler(handler(way, var, name))
    root.setLevel(logging.WARNING)


def write_error(
    var: Path, *, event: str, at: datetime, reference: str, trace: str
) -> Path:
    """Adds an unforeseen error of a command to the day's file; returns the file.

    Raises OSError where it cannot be written.
    """
    file = DailyFiles(var / "log", "errors")
    path = file.path(at.date())
    path.parent.mkdir(parents=True, exist_ok=True)
    record = logging.makeLogRecord(
        {
            "name": "tracker.cli",
            "levelno": logging.ERROR,
            "levelname": "ERROR",
            "msg": event,
            "created": at.timestamp(),
            "reference": reference,
            "trace": trace,
        }
    )
    is_new = not path.exists()
    with path.open("a", encoding="utf-8") as out:
        out.write(JsonLines().format(record) + "\n")
    path.chmod(0o600)
    if is_new:
        sweep(path.parent, at.date())
    return path
