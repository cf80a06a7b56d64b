"""The database at hand, emptied for the next test by the owner of its tables."""

from collections.abc import Iterable

from flask import current_app
from sqlalchemy import Connection, text

from tests.store.database import own_server

_OWNERS = "connection of the owner"
#: The tables whose next row would not get the first number.
_NUMBERING = """
    SELECT t.relname FROM pg_sequences s
    JOIN pg_class c ON c.relname = s.sequencename AND c.relkind = 'S'
    JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid
    WHERE s.last_value IS NOT NULL
"""


def as_owner() -> Connection:
    """A connection of the application at hand as the owner of its tables.

    It is kept for the next test: to connect takes longer than to empty a table.
    """
    from tracker.extensions import OWNER, db

    kept: Connection | None = current_app.extensions.get(_OWNERS)
    if kept is None or kept.invalidated:
        kept = db.engines[OWNER].connect()
        # A test that still reads a table is to fail, rather than wait for itself.
        kept.exec_driver_sql("SET lock_timeout = '20s'")
        kept.commit()
        current_app.extensions[_OWNERS] = kept
    return kept


def close() -> None:
    """Closes the connections of the application at hand."""
    from tracker.extensions import db

    kept: Connection | None = current_app.extensions.pop(_OWNERS, None)
    if kept is not None:
        kept.close()
    for engine in db.engines.values():
        engine.dispose()


def empty() -> None:
    """Empties every table of the database at hand, and what the process remembers."""
    from tracker import actions, store
    from tracker.extensions import INSTITUTION, db

    db.session.rollback()
    # A process that a test killed, or a failure half-way, may have left one open. Each
    # role may end its own.
    for engine in (db.engine, db.engines[INSTITUTION]):
        with engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    " AND usename = current_user"
                    " AND state LIKE 'idle in transaction%'"
                )
            )
    tables = [
        *(
            table.name
            for table in db.metadata.sorted_tables
            if not table.name.startswith("audit")
        ),
        *store.work.queue.TABLES,
    ]
    owner = as_owner()
    if used := _used(owner, tables):
        names = ", ".join(f'"{name}"' for name in used)
        owner.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    owner.commit()
    own_server.empty_audit(owner)
    actions.intake.matching.known_people._kept.clear()


def _used(owner: Connection, tables: Iterable[str]) -> list[str]:
    """The tables that have rows, or have numbered some: most are as they were made.

    To empty all sixty at each test would take several minutes of a run.
    """
    with_rows = ", ".join(
        f"CASE WHEN EXISTS (SELECT FROM \"{name}\") THEN '{name}' END"
        for name in tables
    )
    found = owner.scalar(text(f"SELECT array_remove(ARRAY[{with_rows}], NULL)"))
    numbering = owner.scalars(text(_NUMBERING))
    return sorted({*found, *numbering}.intersection(tables))
