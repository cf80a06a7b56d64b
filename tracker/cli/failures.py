"""What a command says of what went wrong: one sentence, the rest for a log."""

import errno
from datetime import datetime
from pathlib import Path

from tracker import traces

#: What is raised on purpose, all by modules of ours: its text is for the user.
_SPEAKS = {
    "AlreadyLoaded",
    "CannotBeDone",
    "DatabaseUnavailable",
    "MigrationOwed",
    "NotADate",
    "NotAccepted",
    "NotApplicable",
    "NotFreezable",
    "NotMergeable",
    "NotResolvable",
    "NotWithdrawable",
    "NotWritable",
    "SettingMissing",
    "Unreadable",
    "UnreadableError",
}

#: How the driver begins where DATABASE_URL asks for what there is not.
_OPTIONS = ("invalid ", "bad value for ")

STOPPED = (
    "Stopped. Anything unfinished was left as it was. Run the same command to carry on."
)

_BUSY = "Somebody else is changing the same records. Try again."
_FULL = "The disk of the database is full. Make room on it, then try again."
#: What PostgreSQL calls its troubles, by code and by class of codes.
_TROUBLES = {
    "40": _BUSY,  # a deadlock, or two changes that cannot both be
    "55P03": _BUSY,
    "23505": _BUSY,  # both were about to write the same row
    "53100": _FULL,
    "53": "The database is too busy. Try again later.",
    "28": (
        "The database refused the connection. Check the user and password in "
        "DATABASE_URL."
    ),
    "3D": "The server does not have the database that DATABASE_URL names.",
}


def sentence(error: Exception, *, embedded: bool, log: Path, at: datetime) -> str:
    """What to tell the user of an error; the rest goes to a log that they never see."""
    kind = type(error)
    if kind.__name__ in _SPEAKS and kind.__module__.startswith("tracker."):
        return " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    if (said := _of_database(error, embedded)) is not None:
        return said
    if isinstance(error, OSError) and error.strerror:
        return _of_file(error)
    name = kind.__name__
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n{at.isoformat()}\n{traces.where(error)}")
    except OSError:
        return f"Something unexpected failed ({name})."
    return (
        f"Something unexpected failed ({name}). Anything unfinished was left as it "
        f"was. The details are in {log}."
    )


def _of_database(error: Exception, embedded: bool) -> str | None:
    """Of what the driver raises, alone or wrapped; None for anything else."""
    inner = getattr(error, "orig", None) or error
    state = getattr(inner, "sqlstate", None) or ""
    if "No space left on device" in str(inner) and _by_driver(inner):
        return _FULL
    for code in (state, state[:2]):
        if code and code in _TROUBLES and _by_driver(inner):
            return _TROUBLES[code]
    if not state and _by_driver(inner) and str(inner).startswith(_OPTIONS):
        return "DATABASE_URL cannot be used; check what it says after its ? sign."
    if not any(each.__name__ == "OperationalError" for each in type(inner).__mro__):
        return None
    if embedded:
        return "The embedded database is not responding. Run the command again."
    return (
        "The database cannot be reached. Check DATABASE_URL, or leave it out to use "
        "the embedded database."
    )


def _by_driver(error: object) -> bool:
    return type(error).__module__.startswith("psycopg")


def _of_file(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full. Make room, then try again."
    name = str(error.filename) if error.filename else "A file"
    shown = name if len(name) <= 80 else f"{name[:80]}..."
    return f"{shown} cannot be read or written: {error.strerror}."
