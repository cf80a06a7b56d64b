"""Long work: requested by a page or a command, done by a worker, followed on a page.

@kind("apply")
def _apply(task: Task, *, act: Act, say: Say) -> Result:
    ...
"""

import errno
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Protocol

import psycopg
from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError

from tracker import loading, logs, store
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.store.accounts.audit import Action
from tracker.store.database.errors import Trouble
from tracker.store.work.tasks import State, Task

Result = dict[str, Any]
Clock = Callable[[], datetime]

_LOG = logging.getLogger(__name__)


class Failed(Exception):
    """The work cannot be done; the text gives its requester the reason."""


class Postponed(Exception):
    """The work was stopped by something outside it, and is begun again later."""


#: The troubles with the database that end without a change to the work.
_PASSING = (
    Trouble.UNREACHABLE,
    Trouble.RESTARTING,
    Trouble.REFUSED,
    Trouble.NO_DATABASE,
    Trouble.BUSY,
    Trouble.OVERLOADED,
    Trouble.FULL,
)
#: The troubles of the machine that end without a change to the work. Any other, such as
#: a file that may not be deleted, would be the same at each of many tries.
_PASSING_OF_MACHINE = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.EROFS,
        errno.ESTALE,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EAGAIN,
        errno.EINTR,
        errno.ETIMEDOUT,
    }
)
#: PostgreSQL's class of the errors of its disk.
_DISK = "58"
_WAITS = (
    "The database, the disk or another part of the service did not answer. This is "
    "tried again by itself, and nothing is lost."
)


def is_of_installation(error: BaseException | None) -> bool:
    """Whether the cause is the database or the disk, and not the work or its file."""
    while error is not None:
        if isinstance(error, Postponed) or _is_passing(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, (TimeoutError, ConnectionError)):
        return True
    if isinstance(error, OSError):
        return error.errno in _PASSING_OF_MACHINE
    if isinstance(error, (IntegrityError, psycopg.IntegrityError)):
        return False
    inner = getattr(error, "orig", None) or error
    state = getattr(inner, "sqlstate", None) or ""
    return store.database.errors.of(error) in _PASSING or state.startswith(_DISK)


class Say(Protocol):
    """Reports how far the work is, to the page or the command that waits for it."""

    def __call__(
        self, words: str, done: int | None = None, out_of: int | None = None
    ) -> None: ...


def silent(words: str, done: int | None = None, out_of: int | None = None) -> None:
    """Reports nothing, for work that no page or command waits for."""


class Work(Protocol):
    """Does one task and returns the result that its page shows. Raises Failed."""

    def __call__(self, task: Task, *, say: Say, act: Act) -> Result: ...


_KINDS: dict[str, Work] = {}


def kind(name: str) -> Callable[[Work], Work]:
    """Declares the function that does tasks of this name."""

    def declare(work: Work) -> Work:
        _KINDS[name] = work
        return work

    return declare


def _declared(name: str) -> Work | None:
    """The work of that name, from whichever subject declares it; None for none."""
    if name not in _KINDS:
        loading.everything("tracker.actions")
    return _KINDS.get(name)


Unfinished = Callable[[Task, Act], None]
_UNFINISHED: dict[str, Unfinished] = {}


def unfinished(name: str) -> Callable[[Unfinished], Unfinished]:
    """Declares what is done when a task of this name ends through a fault that is not
    its file's, so that nothing of its requester is lost.
    """

    def declare(rescue: Unfinished) -> Unfinished:
        _UNFINISHED[name] = rescue
        return rescue

    return declare


def request(name: str, *, act: Act, subject: str = "", **arguments: Any) -> Task:
    """Queues a task in its own transaction and returns it, so that it can be followed.

    If two clicks come at the same instant, the second gets the first one's task, as
    long as no worker has begun it. Raises LookupError for an undeclared name.
    """
    if _declared(name) is None:
        raise LookupError(f"no work of the kind {name} is declared")
    with store.database.base.transaction(
        f"requesting {act.authority} {name} {subject}"
    ):
        waits = store.work.tasks.same_waiting(act.authority, name, subject, arguments)
        if waits is not None:
            return waits
        task = Task(
            authority=act.authority,
            kind=name,
            subject=subject,
            arguments=arguments,
            requested_by=act.by,
            requested_at=act.at,
        )
        store.database.base.insert(task)
        store.work.queue.put(task.id)
    return task


def run(number: int, *, clock: Clock, day: Callable[[datetime], date]) -> None:
    """Does a task from its beginning, even if a worker was killed in the middle of it.

    An action is one transaction, so nothing of the interrupted attempt was saved.
    ``clock`` gives the moment, ``day`` the date in England at that moment. Raises
    LookupError for a number without a task, and Postponed where the database or the
    disk failed: the task waits, to be run again.
    """
    shown = store.database.shown
    # The authority is known only once the task has been read.
    shown.show_all()
    task = db.session.get(Task, number)
    if task is None:
        # Ended without a word, the job of a task that is only not shown would leave it
        # waiting for ever.
        raise LookupError(f"there is no task {number}")
    if task.ended:
        return
    shown.show([task.authority])
    at = clock()
    _note(number, state=State.RUNNING, began_at=at, says="", done=None, out_of=None)
    db.session.refresh(task)

    def say(words: str, done: int | None = None, out_of: int | None = None) -> None:
        _note(number, says=words, done=done, out_of=out_of)

    name, postponed = task.kind, times_postponed(task)
    act = Act(by=task.requested_by, at=at, on=day(at), authority=task.authority)
    try:
        if (work := _declared(name)) is None:
            raise LookupError(f"no work of the kind {name} is declared")
        result = work(task, act=act, say=say)
    except Failed as failed:
        db.session.rollback()
        _note(number, state=State.FAILED, problem=str(failed), ended_at=clock())
    except Exception as error:
        trace = {"trace": logs.failure_places.where(error)}
        if is_of_installation(error):
            _LOG.warning("task %s (%s) is postponed", number, name, extra=trace)
            _postpone(number, postponed + 1)
            raise Postponed(f"task {number} is tried again") from error
        db.session.rollback()
        _LOG.error("task %s (%s) failed", number, name, extra=trace)
        _rescue(task, act)
        _note(
            number,
            state=State.FAILED,
            problem=(
                "Something went wrong. Nothing was changed. The team that runs the "
                "service can find the cause in its log."
            ),
            ended_at=clock(),
        )
    else:
        _note(number, state=State.DONE, result=result, ended_at=clock())
    db.session.expire_all()


def times_postponed(task: Task) -> int:
    """How often a task was begun again because of the installation."""
    return int(task.arguments.get(store.work.tasks.POSTPONED, 0))


def _postpone(number: int, times: int) -> None:
    """Notes that a task waits, as far as the database takes it."""
    with suppress(Exception):
        db.session.rollback()
    counted = func.jsonb_build_object(store.work.tasks.POSTPONED, times)
    with suppress(Exception):
        _note(
            number,
            state=State.WAITING,
            says=_WAITS,
            done=None,
            out_of=None,
            arguments=Task.arguments.op("||")(counted),
        )


def _rescue(task: Task, act: Act) -> None:
    if (rescue := _UNFINISHED.get(task.kind)) is not None:
        rescue(task, act)


def give_up(number: int, *, at: datetime, on: date) -> None:
    """Ends a task whose worker stopped each time that the task was begun."""
    task = db.session.get(Task, number)
    if task is None or task.ended:
        return
    _rescue(task, Act(by=task.requested_by, at=at, on=on, authority=task.authority))
    _note(
        number,
        state=State.FAILED,
        problem=(
            "This was started several times, and each time the program that does the "
            "work stopped. Nothing was changed. The team that runs the service can "
            "see why in its log."
        ),
        ended_at=at,
    )


def dismiss(task: Task, *, act: Act) -> None:
    """Puts a failed task out of the way; it can still be looked up."""
    with store.database.base.transaction():
        task.dismissed_by, task.dismissed_at = act.by, act.at
        act.note(Action.FAILED_WORK_DISMISSED, f"task {task.id}", kind=task.kind)


def _note(number: int, **values: Any) -> None:
    """Writes to the task outside the transaction of its work, so that pages see it."""
    with db.engine.begin() as apart:
        apart.execute(update(Task).where(Task.id == number).values(**values))
