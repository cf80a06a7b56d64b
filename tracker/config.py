"""Settings, all from the environment. What is missing is said at start, by name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class SettingMissing(Exception):
    """A setting is missing or cannot be used; the text is for whoever starts us."""


@dataclass(frozen=True)
class Settings:
    """How one installation is set up.

    ``database_url`` is None for the embedded PostgreSQL, which keeps its data in
    ``var / "postgres"``. ``database_id`` is the three digits that DfE gave this CCIS
    database; young person identifiers in the return begin with it.
    """

    database_url: str | None
    var: Path
    authority: str | None
    database_id: str
    supplier: str
    secret_key: str | None


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment gives.

    Raises SettingMissing with the name of the variable that cannot be used.
    """
    given = os.environ if environment is None else environment
    database_id = given.get("TRACKER_DATABASE_ID", "").strip()
    if len(database_id) != 3 or not database_id.isdigit():
        raise SettingMissing(
            "Set TRACKER_DATABASE_ID to the three digits of this CCIS database; "
            "the return's identifiers begin with them."
        )
    return Settings(
        database_url=_database_url(given.get("DATABASE_URL", "").strip()),
        var=Path(given.get("TRACKER_VAR", "").strip() or PROJECT / "var").resolve(),
        authority=given.get("TRACKER_AUTHORITY", "").strip() or None,
        database_id=database_id,
        supplier=given.get("TRACKER_SUPPLIER", "").strip() or "Tracker",
        secret_key=given.get("SECRET_KEY", "").strip() or None,
    )


def _database_url(url: str) -> str | None:
    """The URL in the form SQLAlchemy wants; hosts hand it out as postgres://."""
    if not url:
        return None
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgres", "postgresql"):
        raise SettingMissing(
            "DATABASE_URL must begin with postgresql:// because PostgreSQL is the one "
            "database that is supported."
        )
    return f"postgresql+psycopg://{rest}"
