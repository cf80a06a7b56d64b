"""Emptying the database for a new demo, and for nothing else."""

from datetime import datetime

from sqlalchemy import text

from tracker.extensions import db
from tracker.store import audit, base

DEMO = "demo begun"


def may_be_emptied() -> bool:
    """Whether the database holds nothing, or only what a demo put there."""
    first = db.session.scalar(text("SELECT action FROM audit ORDER BY id LIMIT 1"))
    return first is None or first == DEMO


def empty(*, at: datetime, by: str, authority: str) -> None:
    """Removes everything and notes that a demo begins."""
    tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with base.transaction():
        db.session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        audit.write(authority=authority, at=at, by=by, action=DEMO, subject="database")
