"""All tables together, and whether the database is at this version."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.extensions import OWNER, db
from tracker.refusal import Refusal
from tracker.store.database import rights

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

#: The newest revision there. A test compares it with the folder, so that checking for a
#: migration costs every command one query and no reading of files.
HEAD = "0091"


class MigrationOwed(Refusal):
    """The database is older than the program; the text gives the command to run."""


def bring_up_to_date(*, embedded: bool) -> None:
    """Makes sure that the tables are those of this version.

    The embedded database is upgraded at once. A database server belongs to the council,
    so for it MigrationOwed is raised with the command to run.
    """
    if is_current():
        return
    if not embedded:
        raise MigrationOwed(
            "The database is not that of this version. Run `flask db upgrade`, then "
            "this command again."
        )
    upgrade()


def is_current() -> bool:
    """Whether the tables, and the rights on them, are those of this version."""
    with db.engine.connect() as connection:
        if not connection.scalar(text(_MAY_BE_READ)):
            return False
        at, given = connection.execute(
            text(f"SELECT version_num, {rights.APPLIED}() FROM alembic_version")
        ).one_or_none() or (None, None)
    return at == HEAD and rights.are_given(given)


_MAY_BE_READ = (
    "SELECT has_table_privilege(to_regclass('alembic_version'), 'SELECT')"
    f" AND has_function_privilege(to_regproc('{rights.APPLIED}'), 'EXECUTE')"
)


def current() -> str | None:
    """The revision of the database, None for an empty one."""
    with db.engines[OWNER].connect() as connection:
        exists = connection.scalar(text("SELECT to_regclass('alembic_version')"))
        if exists is None:
            return None
        found: str | None = connection.scalar(
            text("SELECT version_num FROM alembic_version")
        )
        return found


def is_known(revision: str) -> bool:
    """Whether this version knows a revision, and so can upgrade from it."""
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        script = ScriptDirectory.from_config(configuration())
        return script.get_revision(revision) is not None
    except CommandError:
        return False


#: Two commands on an empty database would both make its tables.
_ONE_AT_A_TIME = "SELECT pg_advisory_lock(hashtextextended('tracker migrations', 0))"


def upgrade() -> None:
    """Upgrades the database to the newest revision, as the owner of its tables."""
    from alembic import command

    # The lock ends with its connection.
    with db.engines[OWNER].connect() as connection:
        connection.execute(text(_ONE_AT_A_TIME))
        connection.commit()
        if not is_current():
            command.upgrade(configuration(), "head")


def configuration() -> "Config":
    """The configuration with which alembic finds the migrations, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made
