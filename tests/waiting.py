"""The waiting tasks, done by the test itself at a moment of its own."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from tracker import actions, store
from tracker.extensions import db
from tracker.store.work.tasks import State, Task


def waiting() -> Sequence[Task]:
    """Every task that is still waiting to start, the oldest first."""
    return db.session.scalars(
        select(Task).where(Task.state == State.WAITING).order_by(Task.id)
    ).all()


def run_waiting(
    *, clock: Callable[[], datetime], day: Callable[[datetime], date]
) -> int:
    """Does every waiting task, in order, as the worker does; returns their number."""
    store.database.shown.show_all()
    found = waiting()
    for task in found:
        actions.work.tasks.run(task.id, clock=clock, day=day)
    return len(found)
