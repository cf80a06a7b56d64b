"""A command's answer to an error: one sentence, with the details in a log.

See decision 0113.
"""

import errno
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from tracker import logs
from tracker.domain.reference.tables import read
from tracker.refusal import Refusal

STOPPED = (
    "Stopped. Anything unfinished was left as it was. Run the same command to carry on."
)

#: The sentence for each trouble with the database that a user can do something about.
DATABASE_TROUBLES: dict[str, str] = dict(
    read(
        Path(__file__).with_name("database_troubles.csv"),
        itemgetter("trouble", "sentence"),
    )
)


def sentence(error: Exception, *, embedded: bool, var: Path, at: datetime) -> str:
    """The sentence about an error for the user; unexpected details go to the log."""
    if isinstance(error, Refusal):
        return " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    if (known := _database_sentence(error, embedded)) is not None:
        return known
    if isinstance(error, OSError) and error.strerror:
        return _file_sentence(error)
    name = type(error).__name__
    where = logs.failure_places.where(error)
    reference = logs.failure_places.reference(where)
    try:
        log = logs.lines.write_error(
            var, event="a command failed", at=at, reference=reference, trace=where
        )
    except OSError:
        return f"Something unexpected failed ({name})."
    return (
        f"Something unexpected failed ({name}). Anything unfinished was left as it "
        f"was. The details are in {log}, under {reference}."
    )


def _database_sentence(error: Exception, embedded: bool) -> str | None:
    """The sentence for an error of the driver, alone or wrapped; None for others."""
    from tracker import store
    from tracker.store.database.errors import Trouble

    found = store.database.errors.of(error)
    if found is Trouble.UNREACHABLE and embedded:
        return "The embedded database is not responding. Run the command again."
    return DATABASE_TROUBLES.get(found.name) if found is not None else None


def _file_sentence(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full. Make room, then try again."
    name = str(error.filename) if error.filename else "A file"
    shown = name if len(name) <= 80 else f"{name[:80]}..."
    return f"{shown} cannot be read or written: {error.strerror}."
