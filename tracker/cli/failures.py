"""A command's answer to an error: one sentence, with the details in a log.

See decision 0113.
"""

import errno
from datetime import datetime
from pathlib import Path

from tracker import failure_places
from tracker.refusal import Refusal

STOPPED = (
    "Stopped. Anything unfinished was left as it was. Run the same command to carry on."
)

_BUSY = "Another user is changing the same records. Try again."
_FULL = "The disk of the database is full. Make room on it, then try again."


def sentence(error: Exception, *, embedded: bool, log: Path, at: datetime) -> str:
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
    where = failure_places.where(error)
    reference = failure_places.reference(where)
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n{at.isoformat()} {reference}\n{where}")
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
    sentences: dict[Trouble | None, str] = {
        Trouble.UNREACHABLE: (
            "The database cannot be reached. Check DATABASE_URL, or leave it out to "
            "use the embedded database."
        ),
        Trouble.RESTARTING: "The database is being started or stopped. Try again.",
        Trouble.REFUSED: (
            "The database refused the connection. Check the user and password in "
            "DATABASE_URL."
        ),
        Trouble.NO_DATABASE: (
            "The server does not have the database that DATABASE_URL names."
        ),
        Trouble.OUT_OF_DATE: (
            "The tables of the database are not those of this version. Run `flask db "
            "upgrade`, then this command again."
        ),
        Trouble.BUSY: _BUSY,
        Trouble.OVERLOADED: "The database is too busy. Try again later.",
        Trouble.FULL: _FULL,
        Trouble.OPTIONS: (
            "DATABASE_URL cannot be used; check what it says after its ? sign."
        ),
    }
    return sentences.get(found)


def _file_sentence(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full. Make room, then try again."
    name = str(error.filename) if error.filename else "A file"
    shown = name if len(name) <= 80 else f"{name[:80]}..."
    return f"{shown} cannot be read or written: {error.strerror}."
