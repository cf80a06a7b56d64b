"""The queue of long work, on the same PostgreSQL: procrastinate's tables.

See decision 0057.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import text

from tracker.extensions import db
from tracker.store.database import base

#: Where a task waits, and what the worker calls for it.
QUEUE, CALLED = "work", "do"

#: What is emptied with everything else. Workers stay: one may be running.
TABLES = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers")

_PUT = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY["
    "ROW(%s, %s, 0, NULL, NULL, %s, NULL)::procrastinate_job_to_defer_v1])"
)


def put(task: int) -> None:
    """Queues a task in the transaction at hand, so that it stands or falls with it."""
    with base.cursor() as sql:
        sql.execute(_PUT, [QUEUE, CALLED, Jsonb({"task": task})])


@contextmanager
def alone(task: int) -> Iterator[None]:
    """Waits until nobody else does the task, for as long as that takes.

    A worker that was taken for dead may still be at it, and so may the database for a
    worker that is dead.
    """
    with db.engine.begin() as apart:
        apart.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:task, 1))"),
            {"task": f"task {task}"},
        )
        yield


def worker_seen(*, within: timedelta) -> bool:
    """Whether any worker has said lately that it is alive, by the database's clock."""
    seen: bool | None = db.session.scalar(
        text("SELECT max(last_heartbeat) > now() - :within FROM procrastinate_workers"),
        {"within": within},
    )
    return seen or False


def forget_ended(*, older_than: timedelta) -> None:
    """Removes what procrastinate remembers of jobs that ended badly some time ago.

    What became of the work stands in its task; jobs that end well are removed at once.
    """
    with base.cursor() as sql:
        sql.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status IN ('failed', 'aborted')"
            " AND NOT EXISTS (SELECT 1 FROM procrastinate_events e"
            " WHERE e.job_id = j.id AND e.at > now() - %s)",
            [older_than],
        )


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether a migration of ours looks after it: not if it is procrastinate's."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))
