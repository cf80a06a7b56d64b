"""What every new day asks for: where everybody is, and what is to be forgotten."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.access import authority_scope
from tracker.actions import (
    destinations,
    out_of_area,
    own_leavers,
    positions,
    sending,
    uploading,
    work,
)
from tracker.store import base, people, queue, tasks
from tracker.store.leavers import Stage
from tracker.store.tasks import State, Task

NEW_DAY = "new day"
#: Who asks for what nobody asks for.
CLOCK = "the clock"

#: What failed is tried again after so long.
_AGAIN = timedelta(hours=1)
_JOBS_KEPT = timedelta(days=30)


def ask(*, at: datetime, on: date, uploads: Path | None = None) -> list[Task]:
    """Asks for the new day of every authority that has not been asked for yet.

    ``uploads`` is the folder in which files of pages wait to be taken in.
    """
    where = {} if uploads is None else {"uploads": str(uploads)}
    return [
        work.ask(
            NEW_DAY,
            authority=authority,
            by=CLOCK,
            at=at,
            subject=_subject(on),
            **where,
        )
        for authority in people.authorities()
        if _owed(tasks.newest(_subject(on), within=authority_scope(authority)), at)
    ]


def is_at_work(authority: str, on: date) -> bool:
    """Whether the new day of an authority is asked for and not made yet."""
    asked = tasks.newest(_subject(on), within=authority_scope(authority))
    return asked is not None and not asked.ended


def _subject(on: date) -> str:
    return f"day {on.isoformat()}"


def _owed(asked: Task | None, at: datetime) -> bool:
    if asked is None:
        return True
    return (
        asked.state == State.FAILED
        and asked.ended_at is not None
        and asked.ended_at + _AGAIN <= at
    )


@work.kind(NEW_DAY)
def _new_day(task: Task, *, say: work.Say, at: datetime, on: date) -> dict[str, Any]:
    scope = authority_scope(task.authority)
    made = positions.refresh([on], within=scope, say=say)
    # Whoever came first in the morning would wait for it, and everybody behind them.
    say("Working out where leavers are.")
    destinations.keep_all(own_leavers.compared(on), Stage, as_of=on, within=scope)
    say("Deleting what has been kept for long enough.")
    positions.tidy(task.authority, on=on)
    forgotten = out_of_area.purge(authority=task.authority, by=CLOCK, at=at, on=on)
    left_lying = uploading.throw_away_old(at=at) + sending.throw_away_old(at=at)
    if (folder := task.arguments.get("uploads")) is not None:
        left_lying += uploading.sweep(Path(folder), at=at)
    with base.transaction():
        queue.forget_ended(older_than=_JOBS_KEPT)
    return {"made": made, "forgotten": forgotten, "left_lying": left_lying}
