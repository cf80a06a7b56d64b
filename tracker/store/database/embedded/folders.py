"""Folders that only one account can enter."""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from tracker.store.database.embedded import server_account
from tracker.store.database.embedded.server_account import Account
from tracker.store.database.embedded.unusable import DatabaseUnavailable

#: The socket's name in its folder, and the longest whole path that every system allows.
SOCKET = ".s.PGSQL.5432"
_LONGEST = 103


def make_home(var: Path) -> None:
    """Makes the folder of everything that is made, unless it is there, closed to other
    users of the machine.

    Where root runs Tracker, the account of the database passes through it. On a disk
    that cannot let one account through, every user may, and the doctor names it. Raises
    OSError where it cannot be made.
    """
    var.parent.mkdir(parents=True, exist_ok=True)
    try:
        var.mkdir(mode=0o700)
    except FileExistsError:
        return
    data = var / "postgres"
    try:
        server_account.let_through(server_account.of(data), data)
    except DatabaseUnavailable:
        var.chmod(0o755)


def make_private(folder: Path, account: Account) -> Path:
    """Makes, or checks, a folder that only the account, and root, can enter.

    Raises DatabaseUnavailable where another user's folder, or anything else, is there.
    """
    try:
        folder.mkdir(mode=0o700)
        if account.is_other:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    if not _is_folder_of(folder, account):
        raise DatabaseUnavailable(
            f"{folder} was not made by Tracker. Remove it, then try again: the "
            "embedded database keeps what opens it there."
        )
    # The folder is the account's own: a copy or a restore may have opened it to others.
    if stat.S_IMODE(folder.lstat().st_mode) != 0o700:
        folder.chmod(0o700)
    return folder


def is_private(folder: Path, account: Account) -> bool:
    """Whether the folder belongs to the account and no other user can enter it."""
    if not _is_folder_of(folder, account):
        return False
    return stat.S_IMODE(folder.lstat().st_mode) & 0o077 == 0


def _is_folder_of(folder: Path, account: Account) -> bool:
    try:
        state = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and state.st_uid == account.uid


def of_socket(data: Path, account: Account) -> Path:
    """The private folder for the socket of the server with this data.

    It is the data's own folder, unless the socket's path there is too long for the
    system or cannot be an address. Then it is a folder with a short name, below a
    folder that no other user can write to. Raises DatabaseUnavailable where there is
    none.
    """
    if _fits(data):
        return data
    name = f"tracker-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    for parent in _short(account):
        if _fits(parent / name) and _is_safe(parent, account):
            return make_private(parent / name, account)
    raise DatabaseUnavailable(
        f"The path of the embedded database, {data}, is too long for its socket, or "
        "has a comma in it, and there is no private folder with a better one. Set "
        "TRACKER_VAR to a shorter path, or XDG_RUNTIME_DIR to a folder that you "
        "alone can enter."
    )


def _fits(folder: Path) -> bool:
    """Whether a socket can be there. A comma would split its address into two."""
    name = os.fsencode(folder / SOCKET)
    return len(name) <= _LONGEST and b"," not in name


def _short(account: Account) -> Iterator[Path]:
    """The places for a folder with a short name, the best first."""
    if os.geteuid() == 0:
        yield Path("/var/run" if sys.platform == "darwin" else "/run")
        return
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given.startswith("/"):
        yield Path(given)
    yield Path(f"/run/user/{account.uid}")
    yield Path("~").expanduser()


def _is_safe(parent: Path, account: Account) -> bool:
    """Whether no other user can put a folder of theirs in the place of ours."""
    if not parent.is_absolute() or not parent.is_dir():
        return False
    real = parent.resolve()
    return all(
        each.stat().st_uid in (0, os.geteuid(), account.uid)
        and not each.stat().st_mode & 0o022
        for each in (real, *real.parents)
    )
