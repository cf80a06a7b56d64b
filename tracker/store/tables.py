"""All tables together, and whether the database is at this version."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.extensions import db
from tracker.refusal import Refusal

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

#: The newest revision there. A test compares it with the folder, so that checking for a
#: migration costs every command one query and no reading of files.
HEAD = "0034"


class MigrationOwed(Refusal):
    """The database is older than the program; the text gives the command to run."""


def bring_up_to_date(*, embedded: bool) -> None:
    """Makes sure that the tables are those of this version.

    The embedded database is upgraded at once. A database server belongs to the council,
    so for it MigrationOwed is raised with the command to run.
    """
    if current() == HEAD:
        return
    if not embedded:
        raise MigrationOwed(
            "The database is not that of this version. Run `flask db upgrade`, then "
            "this command again."
        )
    upgrade()


def current() -> str | None:
    """The revision of the database, None for an empty one."""
    with db.engine.connect() as connection:
        exists = connection.scalar(text("SELECT to_regclass('alembic_version')"))
        if exists is None:
            return None
        found: str | None = connection.scalar(
            text("SELECT version_num FROM alembic_version")
        )
        return found


def upgrade() -> None:
    """Upgrades the database to the newest revision."""
    from alembic import command

    command.upgrade(configuration(), "head")


def configuration() -> "Config":
    """The configuration with which alembic finds the migrations, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made
