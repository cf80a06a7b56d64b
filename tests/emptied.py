"""The database at hand, emptied for the next test by the owner of its tables."""

from flask import current_app
from sqlalchemy import Connection, text

from tests.store.database import own_server

_OWNERS = "connection of the owner"


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

    tables = ", ".join(
        [
            *(
                f'"{table.name}"'
                for table in db.metadata.sorted_tables
                if not table.name.startswith("audit")
            ),
            *store.work.queue.TABLES,
        ]
    )
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
    owner = as_owner()
    owner.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    owner.commit()
    own_server.empty_audit(owner)
    actions.intake.matching.known_people._kept.clear()
