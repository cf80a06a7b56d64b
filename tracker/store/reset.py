"""Emptying the database for a new demo, and for nothing else."""

from datetime import datetime

from sqlalchemy import text

from tracker.extensions import db
from tracker.store import audit, base, queue

#: Who loads the files of a demo; whatever somebody else has loaded is not a demo's.
DEMO = "the demo"
#: Ends every address of a demo's users; nobody real can have one (RFC 2606).
DOMAIN = "demo.example"


def may_be_emptied() -> bool:
    """Whether the database holds nothing, or only what a demo put there.

    Decisions that somebody tried out on a demo's people do not count, files do: all but
    those that a demo's users sent.
    """
    held: bool = db.session.scalar(
        text(
            "SELECT EXISTS (SELECT 1 FROM import_batches"
            " WHERE received_by <> :demo AND received_by NOT LIKE :users)"
        ),
        {"demo": DEMO, "users": f"%@{DOMAIN}"},
    )
    return not held


def empty(*, at: datetime, authority: str) -> None:
    """Removes everything and notes that a demo begins."""
    tables = ", ".join(
        [*(f'"{table.name}"' for table in db.metadata.sorted_tables), *queue.TABLES]
    )
    with base.transaction():
        db.session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        audit.write(
            authority=authority,
            at=at,
            by=DEMO,
            action="demo begun",
            subject="database",
        )
