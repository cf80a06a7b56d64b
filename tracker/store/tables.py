"""All tables together, and whether the database is at this version."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from tracker.extensions import OWNER, db
from tracker.refusal import Refusal
from tracker.store.database import rights
from tracker.store.work import queue

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

#: The newest revision there. A test compares it with the folder, so that checking for a
#: migration costs every command one query and no reading of files.
HEAD = "0091"

#: The first revision that is left: it makes every table. A database at an older one is
#: upgraded by the last commit with the older migrations. See decision 0257.
BASELINE, COMMIT_BEFORE = "0091", "22234563"
_FROM_BASELINE = f"this version upgrades from {BASELINE} on"
_CHECKED_OUT = f"with commit {COMMIT_BEFORE}: `git checkout {COMMIT_BEFORE}`"


class MigrationOwed(Refusal):
    """The database is older than the program; the text gives the command to run."""


class CannotUpgrade(Refusal):
    """This version cannot upgrade the database; the text says why and what to do."""


def bring_up_to_date(*, embedded: bool) -> None:
    """Makes sure that the tables are those of this version.

    The embedded database is upgraded at once. A database server belongs to the council,
    so for it MigrationOwed is raised with the command to run. Raises CannotUpgrade.
    """
    if is_current():
        return
    if not embedded:
        with db.engine.connect() as connection:
            refuse_what_cannot_be_upgraded(connection)
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
        found = connection.execute(
            text(f"SELECT version_num, {rights.APPLIED}() FROM alembic_version")
        ).all()
    return [at for at, _ in found] == [HEAD] and rights.are_given(found[0][1])


_HAS_REVISION = "has_table_privilege(to_regclass('alembic_version'), 'SELECT')"
_MAY_BE_READ = (
    f"SELECT {_HAS_REVISION}"
    f" AND has_function_privilege(to_regproc('{rights.APPLIED}'), 'EXECUTE')"
)


def current() -> str | None:
    """The revision of the database, None for an empty one."""
    with db.engines[OWNER].connect() as connection:
        return next(iter(_revisions(connection) or ()), None)


def _revisions(connection: Connection) -> list[str] | None:
    """What alembic_version holds: one revision, none in a database without tables.

    None where the connection may not read it.
    """
    readable = connection.scalar(text(f"SELECT {_HAS_REVISION}"))
    if not readable:
        return [] if readable is None else None
    found = connection.scalars(text("SELECT version_num FROM alembic_version"))
    return sorted(found)


def obstacle() -> str | None:
    """Why this version cannot upgrade the database, in a sentence; None if it can."""
    with db.engine.connect() as connection:
        try:
            refuse_what_cannot_be_upgraded(connection)
        except CannotUpgrade as error:
            return str(error)
    return None


def refuse_what_cannot_be_upgraded(connection: Connection) -> None:
    """Raises CannotUpgrade where no upgrade is possible. Changes nothing."""
    found = _revisions(connection)
    if found is None:
        return
    if not found:
        if there := list(connection.scalars(text(_THERE), {"names": _tables()})):
            raise CannotUpgrade(
                f"The database has tables of Tracker's names ({_named(there)}), and no "
                "revision that says which version made them. Set TRACKER_VAR to a new "
                "folder, or DATABASE_URL to an empty database."
            )
    elif len(found) > 1:
        raise CannotUpgrade(
            f"The table alembic_version has the revisions {' and '.join(found)}, and "
            "should have one. Restore a backup, or ask the team that develops Tracker."
        )
    elif is_older(found[0]):
        raise CannotUpgrade(
            f"The database is at revision {found[0]}, and {_FROM_BASELINE}. First "
            f"upgrade it {_CHECKED_OUT}, `flask db upgrade` with the same settings, "
            "then come back to this version."
        )
    elif not is_known(found[0]):
        raise CannotUpgrade(
            f"The database is at revision {found[0]}, which this version does not "
            "know: a newer version made it. Install that version or a newer one."
        )


#: Tables, and anything else whose name a new table could not get.
_THERE = (
    "SELECT relname FROM pg_class WHERE relname = ANY(:names)"
    " AND relnamespace = 'public'::regnamespace ORDER BY relname"
)


def _tables() -> list[str]:
    return [*db.metadata.tables, *queue.TABLES]


def _named(tables: list[str]) -> str:
    """The names of the first few tables, and how many more there are."""
    first, more = tables[:3], len(tables) - 3
    return ", ".join(first) + (f" and {more} more" if more > 0 else "")


def is_older(revision: str) -> bool:
    """Whether a revision is one of those before the baseline."""
    return revision.isdecimal() and len(revision) == 4 and revision < BASELINE


def backup_too_old(revision: str) -> str:
    """The sentence about a backup of a revision before the baseline."""
    return (
        f"The backup is of revision {revision}, and {_FROM_BASELINE}. First restore it "
        f"{_CHECKED_OUT}, `flask restore` into an empty place, then open that with "
        "this version."
    )


def is_known(revision: str) -> bool:
    """Whether this version knows a revision, and so can upgrade from it."""
    from alembic.script import ScriptDirectory

    # It is asked for all of them: a revision may also be found by its first letters.
    script = ScriptDirectory.from_config(configuration())
    return revision in {each.revision for each in script.walk_revisions()}


#: Two commands on an empty database would both make its tables.
_ONE_AT_A_TIME = "SELECT pg_advisory_lock(hashtextextended('tracker migrations', 0))"


def upgrade() -> None:
    """Upgrades the database to the newest revision, as the owner of its tables.

    Raises CannotUpgrade, before anything is changed.
    """
    from alembic import command

    # The lock ends with its connection.
    with db.engines[OWNER].connect() as connection:
        connection.execute(text(_ONE_AT_A_TIME))
        connection.commit()
        if not is_current():
            refuse_what_cannot_be_upgraded(connection)
            connection.rollback()
            command.upgrade(configuration(), "head")


def configuration() -> "Config":
    """The configuration with which alembic finds the migrations, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made
