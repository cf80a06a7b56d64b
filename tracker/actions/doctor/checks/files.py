"""The files of an installation: who can read them, and whether there is room."""

import os
from collections.abc import Iterator
from pathlib import Path

from tracker import store
from tracker.actions.doctor import disk
from tracker.actions.doctor.examination import Installation, check

#: A variable of ours with this ending names a file that holds the secret.
_OURS, _OF_FILE = ("TRACKER_", "SECRET_KEY", "DATABASE_URL"), "_FILE"
_READ_BY_OTHERS = 0o044
#: A log that rotates stays well below this.
_LARGEST_LOG = 200 * disk.MB
#: The other checks take less; more is a clock that is wrong.
_SECONDS = 30


@check("Files that others can read")
def world_readable(here: Installation) -> Iterator[str]:
    var = here.settings.var
    account = store.database.embedded.server_account
    if var.is_dir() and account.is_open_to_others(var):
        yield (
            f"Other users of this machine can look into {var}. Close it to them: "
            f"chmod 700 {var}"
        )


@check("Secrets in files")
def secrets(here: Installation) -> Iterator[str]:
    for name, value in sorted(here.environment.items()):
        path = Path(value)
        is_secret = name.startswith(_OURS) and name.endswith(_OF_FILE)
        if is_secret and path.is_file() and path.stat().st_mode & _READ_BY_OTHERS:
            yield (
                f"Other users of this machine can read {path}, which {name} names. "
                f"Close it to them: chmod 600 {path}"
            )


@check("Keys beside the data", in_training=False)
def keys(here: Installation) -> Iterator[str]:
    if here.settings.keys_file is None:
        yield (
            f"The keys that encrypt files and fields are below {here.settings.var}, so "
            "a copy of the folder has both. Set TRACKER_KEYS_FILE to a file on "
            "another disk."
        )


@check("Room on the disk")
def room(here: Installation) -> Iterator[str]:
    found = disk.trouble(here.settings.var)
    if found is None and (found := disk.trouble(here.settings.var, floor=disk.SOON)):
        found = found.replace(" is full: ", " is nearly full: ")
    if found is not None:
        yield found


@check("Logs")
def logs(here: Installation) -> Iterator[str]:
    folder = here.settings.var / "log"
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.is_file() and path.stat().st_size > _LARGEST_LOG:
            yield (
                f"{path} grows without an end. Remove it, and let TRACKER_LOG decide "
                "where logs go."
            )


@check("Clock and disk")
def clock(here: Installation) -> Iterator[str]:
    """A network disk has a clock of its own, and files of tomorrow are never swept."""
    var = here.settings.var
    if disk.trouble(var) is not None:
        return
    probe = var / f".clock-{os.getpid()}"
    try:
        probe.touch()
        apart = probe.stat().st_mtime - here.at.timestamp()
    finally:
        probe.unlink(missing_ok=True)
    if abs(apart) > _SECONDS:
        yield (
            f"The clock of the disk of {var} differs from this machine's by "
            f"{abs(apart):.0f} seconds. Set both by a time server."
        )
