"""The account that runs the embedded server, and the folders it may pass through.

PostgreSQL refuses to run as root. Where Tracker runs as root, an account of its own
runs the server, and only that account is let through to the data.

See decision 0092.
"""

import fcntl
import os
import pwd
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.store.database.embedded.unusable import DatabaseUnavailable

#: The account that runs the server where this process is root's.
SERVER = "pgserver"

#: The variables that PostgreSQL's programs get: language and time zone, no secrets.
_KEPT = ("LANG", "LANGUAGE", "TZ")


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the machine. ``name`` is None where it has no name."""

    uid: int
    gid: int
    name: str | None

    @property
    def is_other(self) -> bool:
        """Whether it differs from the account that runs this process."""
        return self.uid != os.geteuid()

    def start(self, *words: str | Path, **options: Any) -> "subprocess.Popen[str]":
        """Starts a program as this account, with no secrets from our environment."""
        if self.is_other:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.Popen(  # noqa: S603 - words of our own
            [os.fspath(word) for word in words],
            env=_environment(),
            cwd="/",
            text=True,
            **options,
        )


def of(data: Path) -> Account:
    """The account that runs, or will run, the server with this data.

    Raises DatabaseUnavailable where the data belongs to another user of the machine.
    """
    owner = data.stat().st_uid if data.exists() else None
    here = os.geteuid()
    if here != 0:
        if owner not in (None, here):
            raise DatabaseUnavailable(
                f"The embedded database in {data} belongs to another user of this "
                "machine. Run Tracker as that user, or set TRACKER_VAR to another "
                "folder."
            )
        return _known(here)
    return _known(owner) if owner else _of_root()


def _known(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(uid, os.getegid(), None)
    return Account(uid, entry.pw_gid, entry.pw_name)


def _of_root() -> Account:
    entry = _entry() or _added()
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SERVER)
    except KeyError:
        return None


def _added() -> pwd.struct_passwd:
    """The account's entry, after making the account if no other process has.

    Raises DatabaseUnavailable.
    """
    add = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if add is None:
        raise DatabaseUnavailable(
            "PostgreSQL does not run as root. Run Tracker as another user, or make "
            f"an account named {SERVER} for it."
        )
    # Of two programs that add the same account at once, the second replaces the number
    # that the first one's process has already read.
    with Path(add).open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if (entry := _entry()) is None:
            subprocess.run(  # noqa: S603 - words of our own
                [add, "--system", "--user-group", "--shell", "/bin/false", SERVER],
                check=False,
                capture_output=True,
            )
            entry = _entry()
    if entry is None:
        raise DatabaseUnavailable(
            f"The account {SERVER}, which runs the embedded database for root, could "
            "not be made. Make it, or run Tracker as another user."
        )
    return entry


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith("LC_")
    }
    return {"PATH": "/usr/bin:/bin", **kept}


# --- Passing through folders that are closed to others --------------------------------

_ACL = "system.posix_acl_access"
_OWNER, _USER, _GROUP, _NAMED_GROUP = 0x01, 0x02, 0x04, 0x08
_MASK, _OTHERS = 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_PASS = 0o1


def let_through(account: Account, path: Path) -> None:
    """Lets the account, and no other, pass through every folder above ``path``.

    Does nothing where this process already runs as that account. Raises
    DatabaseUnavailable, with the folder, where the disk cannot give a right to a single
    account.
    """
    if not account.is_other:
        return
    for folder in path.resolve().parents:
        state = folder.stat()
        mine = state.st_uid == account.uid and state.st_mode & 0o100
        if mine or state.st_mode & _PASS or _is_let(folder, account):
            continue
        try:
            _let(folder, account, state.st_mode)
        except (OSError, AttributeError) as error:
            raise DatabaseUnavailable(
                f"The account {account.name}, which runs the embedded database for "
                f"root, cannot pass through {folder}. Run Tracker as another user "
                "than root, or set TRACKER_VAR to a folder that every user can reach."
            ) from error


def is_open_to_others(folder: Path) -> bool:
    """Whether others may enter or list a folder.

    A single account that may only pass through, as the embedded database's may where
    root runs Tracker, does not count.
    """
    mode = folder.stat().st_mode
    entries = _entries(folder)
    if mode & 0o005 or not entries:
        return bool(mode & 0o055)
    mask = next((right for tag, right, _ in entries if tag == _MASK), 0o7)
    given = [
        (tag, right & mask & 0o5)
        for tag, right, _ in entries
        if tag in (_USER, _GROUP, _NAMED_GROUP)
    ]
    return any(right and (tag, right) != (_USER, _PASS) for tag, right in given)


def _entries(folder: Path) -> list[tuple[int, int, int]]:
    try:
        given = os.getxattr(folder, _ACL)
    except (OSError, AttributeError):
        return []
    return list(struct.iter_unpack("<HHI", given[4:]))


def _is_let(folder: Path, account: Account) -> bool:
    entries = _entries(folder)
    mask = next((right for tag, right, _ in entries if tag == _MASK), 0o7)
    return any(
        tag == _USER and who == account.uid and right & mask & _PASS
        for tag, right, who in entries
    )


def _let(folder: Path, account: Account, mode: int) -> None:
    entries = [
        each
        for each in _entries(folder)
        if each[0] != _MASK and (each[0], each[2]) != (_USER, account.uid)
    ] or [
        (_OWNER, mode >> 6 & 0o7, _NO_ID),
        (_GROUP, mode >> 3 & 0o7, _NO_ID),
        (_OTHERS, mode & 0o7, _NO_ID),
    ]
    entries.append((_USER, _PASS, account.uid))
    widest = 0
    for tag, right, _ in entries:
        widest |= right if tag not in (_OWNER, _OTHERS) else 0
    entries.append((_MASK, widest, _NO_ID))
    packed = b"".join(struct.pack("<HHI", *each) for each in sorted(entries))
    os.setxattr(folder, _ACL, struct.pack("<I", 2) + packed)
