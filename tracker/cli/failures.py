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
    "NotApplicable",
    "NotFreezable",
    "NotMergeable",
    "NotResolvable",
    "NotWritable",
    "SettingMissing",
    "Unreadable",
    "UnreadableError",
}

#: How the driver begins where DATABASE_URL asks for what there is not.
_OPTIONS = ("invalid ", "bad value for ")

STOPPED = (
    "Stopped. What was not finished has been left as it was; the same command "
    "carries on."
)

_BUSY = "Somebody else is changing the same records at this moment; try again."
_FULL = "There is no room left for the database. Make room on its disk, then try again."
#: What PostgreSQL calls its troubles, by code and by class of codes.
_TROUBLES = {
    "40": _BUSY,  # a deadlock, or two changes that cannot both be
    "55P03": _BUSY,
    "23505": _BUSY,  # both were about to write the same row
    "53100": _FULL,
    "53": "The database has more to do than it can; try again in a while.",
    "28": "The database does not let us in. Check user and password in DATABASE_URL.",
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
        return f"Something failed that was not foreseen ({name})."
    return (
        f"Something failed that was not foreseen ({name}); what was not finished has "
        f"been left as it was. Where it happened is written in {log}."
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
        return "The embedded database does not answer. Run the command again."
    return (
        "The database cannot be reached. Check DATABASE_URL, or leave it out to use "
        "the embedded database."
    )


def _by_driver(error: object) -> bool:
    return type(error).__module__.startswith("psycopg")


def _of_file(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "There is no room left on the disk. Make room, then try again."
    name = str(error.filename) if error.filename else "A file"
    shown = name if len(name) <= 80 else f"{name[:80]}..."
    return f"{shown} cannot be read or written: {error.strerror}."
