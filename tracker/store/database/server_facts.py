"""What the database server says about itself and about our role in it."""

import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tracker.extensions import db
from tracker.store.database.embedded import DatabaseUnavailable


def unreachable() -> str | None:
    """The reason why the database does not answer, in a sentence; None if it does."""
    try:
        db.session.execute(text("SELECT 1"))
    except DatabaseUnavailable as refused:
        return str(refused)
    except SQLAlchemyError:
        give_up()
        return (
            "The database does not answer. Check that it runs, and that DATABASE_URL "
            "is right."
        )
    return None


def give_up() -> None:
    """Ends a transaction in which a query has failed."""
    db.session.rollback()


def clock() -> datetime:
    """The moment by the server's clock."""
    found: datetime = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found


def newest_line() -> datetime | None:
    """The moment of the newest line of the audit."""
    found: datetime | None = db.session.scalar(text("SELECT max(at) FROM audit"))
    return found


def data_folder() -> Path | None:
    """The folder of the server's data, None where the login may not know it."""
    found = db.session.scalar(
        text("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
    )
    return Path(found) if found else None


_WRITERS = text(
    "SELECT pid, CAST(backend_xid AS text) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_xid IS NOT NULL"
    " AND pid <> pg_backend_pid()"
)


def wait_for_writers(seconds: float) -> bool:
    """Waits until transactions of this login that are writing now have ended.

    False where one has not within that time.
    """
    writing, until = set(db.session.execute(_WRITERS)), time.monotonic() + seconds
    while writing:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
        # Within a transaction the view would stay as it was first read.
        db.session.execute(text("SELECT pg_stat_clear_snapshot()"))
        writing &= set(db.session.execute(_WRITERS))
    return True
