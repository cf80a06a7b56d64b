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
from tracker.store.accounts import audit_months
from tracker.store.database import base
from tracker.store.work.tasks import POSTPONED

#: The queue of the tasks, and the name that the worker calls.
QUEUE, CALLED = "work", "do"

#: A worker that was heard of within this time is alive, and has begun its job by then.
_ALIVE, _BEGUN_BY_NOW = timedelta(seconds=30), timedelta(minutes=1)

#: Emptied with everything else. Workers stay: one may be running.
TABLES = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers")

_PUT = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY["
    "ROW(%s, %s, 0, NULL, NULL, %s, NULL)::procrastinate_job_to_defer_v1])"
)


def put(task: int) -> None:
    """Queues a task in the current transaction, so only if that commits."""
    base.run(_PUT, [QUEUE, CALLED, Jsonb({"task": task})])


@contextmanager
def one_worker(task: int) -> Iterator[None]:
    """Waits, for as long as it takes, until no other worker is doing the task.

    A worker believed to be dead may still be at work, and so may the database on behalf
    of a worker that is dead.
    """
    with db.engine.begin() as apart:
        apart.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:task, 1))"),
            {"task": f"task {task}"},
        )
        yield


def put_back_lost() -> int:
    """Queues work again that no worker would take up; returns how much.

    A job can be lost where the database fails while its end is noted: it counts as
    failed, or as being done by a worker that is alive and does something else.
    """
    with base.transaction("putting lost work back"):
        lost = base.column(
            "SELECT t.id FROM tasks t WHERE t.state IN ('waiting', 'running')"
            " AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j"
            " WHERE j.status IN ('todo', 'doing')"
            " AND (j.args->>'task')::bigint = t.id)"
        )
        for task in lost:
            # The new job counts its attempts from none, so none is to be taken off.
            base.run(
                "UPDATE tasks SET arguments = arguments - %s::text WHERE id = %s",
                [POSTPONED, task],
            )
            put(task)
        idle = [
            (job, task)
            for job, task in base.lookup(
                "SELECT j.id, (j.args->>'task')::bigint FROM procrastinate_jobs j"
                " JOIN procrastinate_workers w ON w.id = j.worker_id"
                " WHERE j.status = 'doing' AND w.last_heartbeat > now() - %s"
                " AND NOT EXISTS (SELECT 1 FROM procrastinate_events e"
                " WHERE e.job_id = j.id AND e.at > now() - %s)",
                _ALIVE,
                _BEGUN_BY_NOW,
            ).items()
            if _is_not_being_done(task)
        ]
        for job, task in idle:
            base.run(
                "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job]
            )
            # The worker of it is alive, so this does not count against the work.
            base.run(
                "UPDATE tasks SET arguments = arguments || jsonb_build_object("
                "%s::text, coalesce((arguments->>%s)::int, 0) + 1) WHERE id = %s",
                [POSTPONED, POSTPONED, task],
            )
    return len(lost) + len(idle)


def _is_not_being_done(task: int) -> bool:
    """Whether no worker has the lock of a task (see ``one_worker``)."""
    return bool(
        db.session.scalar(
            text("SELECT pg_try_advisory_xact_lock(hashtextextended(:task, 1))"),
            {"task": f"task {task}"},
        )
    )


def worker_seen(*, within: timedelta) -> bool:
    """Whether any worker has been alive lately, by the database's clock."""
    seen: bool | None = db.session.scalar(
        text("SELECT max(last_heartbeat) > now() - :within FROM procrastinate_workers"),
        {"within": within},
    )
    return seen or False


def forget_ended(*, older_than: timedelta) -> None:
    """Removes procrastinate's records of jobs that failed some time ago.

    The result of the work is stored in its task. Jobs that succeed are removed at once.
    """
    base.run(
        "DELETE FROM procrastinate_jobs j WHERE j.status IN ('failed', 'aborted')"
        " AND NOT EXISTS (SELECT 1 FROM procrastinate_events e"
        " WHERE e.job_id = j.id AND e.at > now() - %s)",
        [older_than],
    )


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether our migrations look after a table: not if it is procrastinate's, and not
    if it is a part of the audit.
    """
    return not (
        kind == "table"
        and ((name or "").startswith("procrastinate_") or audit_months.is_part(name))
    )
