"""What the database server says about itself and about our role in it."""

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
