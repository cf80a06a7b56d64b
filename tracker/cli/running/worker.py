"""flask work: the process that does the long work that pages request."""

import asyncio
import gc
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from flask import Flask, current_app

from tracker import logs
from tracker.cli import answer
from tracker.cli.accounts import audit_commands
from tracker.cli.clock import day_of
from tracker.cli.running import backups
from tracker.refusal import Refusal
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.backup.last_backup import LastBackup

#: A worker silent for this long counts as dead, and its tasks are started again.
SECONDS_OF_SILENCE = 30
#: A task whose worker has died this many times is not started again. What the database
#: or the disk ended does not count.
TRIES = 3

_SECONDS_BETWEEN_CHECKS = 30
_SECONDS_BETWEEN_SEALS = 60
_SECONDS_BETWEEN_BACKUPS = 600
#: A task that is taken while the tables are upgraded is tried again after this time.
_SECONDS_BETWEEN_TRIES = 10
_MOST_SECONDS_BETWEEN_TRIES = 600
_LOG = logging.getLogger(__name__)


@answer.command(None, "work")
@click.option(
    "--at-once",
    type=click.IntRange(1, 8),
    default=2,
    show_default=True,
    help="How many tasks to do at the same time.",
)
@click.option("--once", is_flag=True, help="End when nothing is left waiting.")
@click.option("--silence", type=float, default=SECONDS_OF_SILENCE, hidden=True)
def work(at_once: int, once: bool, silence: float) -> None:
    """Do the long work that pages request, until stopped.

    `flask serve` runs it beside the pages. More can run on the same machine.
    """
    from tracker.confinement import processes

    processes.get_ready()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    logs.lines.set_up(answer.settings().log, answer.settings().var, "worker")
    done = Worker(app, at_once=at_once, silence=silence).run(once=once)
    answer.give({"done": done}, f"{counted(done, 'task')} done.")


class UpgradeOwed(Exception):
    """The tables are not those of this version, so a task has to wait."""


class Worker:
    """Procrastinate's worker, which also handles dead workers and the new day."""

    def __init__(self, app: Flask, *, at_once: int, silence: float) -> None:
        import procrastinate

        from tracker import store

        self._app, self._at_once, self._silence = app, at_once, silence
        self._done = 0
        self._backed_up: LastBackup | None = None
        self._queue = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=_address(), min_size=1, max_size=at_once + 2
            )
        )
        self._queue.task(
            name=store.work.queue.CALLED,
            queue=store.work.queue.QUEUE,
            retry=_strategy(),
        )(self._run_task)

    def run(self, *, once: bool = False) -> int:
        """Works until it is stopped; returns the number of tasks that it has done."""
        asyncio.run(self._run(once))
        return self._done

    async def _run(self, once: bool) -> None:
        self._request_daily_work()
        async with self._queue.open_async():
            await _first_to_end(
                self._queue.run_worker_async(
                    wait=not once,
                    concurrency=self._at_once,
                    delete_jobs="successful",
                    update_heartbeat_interval=self._silence / 6,
                    stalled_worker_timeout=self._silence,
                    fetch_job_polling_interval=5,
                ),
                self._requeue_stalled_tasks(),
                self._request_work_each_day(),
                self._seal_audit_each_minute(),
                self._back_up_each_night(),
            )

    def _run_task(self, task: int) -> None:
        from tracker.actions.work import tasks

        try:
            self._run_alone(task)
        except Exception as error:
            # The database may also fail before the work begins, or as its end is noted.
            if not tasks.is_of_installation(error):
                raise
            raise tasks.Postponed(f"task {task} is tried again") from error
        self._done += 1
        # Commands rarely collect reference cycles; this process runs for weeks.
        gc.collect()

    def _run_alone(self, task: int) -> None:
        from tracker import actions, store

        with self._app.app_context(), store.work.queue.one_worker(task):
            if not store.tables.is_current():
                # It could not read or write what this version reads and writes.
                raise UpgradeOwed(f"task {task} waits until the tables are upgraded")
            actions.work.tasks.run(task, clock=answer.now, day=day_of)

    async def _requeue_stalled_tasks(self) -> None:
        """Puts the tasks of workers that have died back into the queue."""
        from procrastinate.exceptions import ConnectorException
        from procrastinate.jobs import Status

        jobs = self._queue.job_manager
        while True:
            for job in await jobs.get_stalled_jobs(
                seconds_since_heartbeat=self._silence
            ):
                task = int(str(job.task_kwargs["task"]))
                _LOG.warning("the worker of task %s has died", task)
                # Another worker may have noticed it too, and been first.
                with suppress(ConnectorException):
                    other = await asyncio.to_thread(self._times_postponed, task)
                    if job.attempts + 1 - other < TRIES:
                        await jobs.retry_job(job)
                    else:
                        # Ended first, the job would leave a task without an end where
                        # the database fails in between.
                        await asyncio.to_thread(self._mark_as_given_up, task)
                        await jobs.finish_job(job, Status.FAILED, delete_job=False)
            await asyncio.sleep(self._silence / 6)

    def _mark_as_given_up(self, task: int) -> None:
        from tracker import actions, store

        with self._app.app_context():
            store.database.shown.show_all()
            at = answer.now()
            actions.work.tasks.give_up(task, at=at, on=day_of(at))

    def _times_postponed(self, number: int) -> int:
        from tracker import actions, store
        from tracker.extensions import db

        with self._app.app_context():
            store.database.shown.show_all()
            task = db.session.get(store.work.tasks.Task, number)
            return 0 if task is None else actions.work.tasks.times_postponed(task)

    async def _request_work_each_day(self) -> None:
        """Requests the new day's work when the day begins."""
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_CHECKS)
            await asyncio.to_thread(self._request_daily_work)

    def _request_daily_work(self) -> None:
        from tracker import actions, store

        with self._app.app_context():
            store.database.shown.show_all()
            if lost := store.work.queue.put_back_lost():
                _LOG.warning("%s lost tasks are queued again", lost)
            at, here = answer.now(), answer.settings()
            on = day_of(at)
            actions.worker.nightly.request(
                at=at,
                on=on,
                uploads=here.var / "uploads",
                audit_key_file=here.audit_keys.file,
                database_at=store.database.server_facts.clock(),
            )
            actions.worker.backlog.request(at=at, on=on)
            actions.accounts.review.review_letters.send_waiting(
                here.mail, address=here.address, organisation=here.organisation, at=at
            )

    async def _seal_audit_each_minute(self) -> None:
        """Seals the new lines of the audit. A failure waits for the next minute."""
        while True:
            try:
                await asyncio.to_thread(self._seal_audit)
            except Refusal as refusal:
                _LOG.error("the audit could not be sealed: %s", refusal)
            except Exception as error:
                trace = logs.failure_places.where(error)
                _LOG.error("the audit could not be sealed", extra={"trace": trace})
            await asyncio.sleep(_SECONDS_BETWEEN_SEALS)

    def _seal_audit(self) -> None:
        from tracker import store

        with self._app.app_context():
            store.database.shown.show_all()
            audit_commands.seal(answer.settings())

    async def _back_up_each_night(self) -> None:
        """Makes the night's backup where a folder is set. A failure is tried again."""
        while self._app.config["TRACKER"].keeping.backup_folder is not None:
            try:
                await asyncio.to_thread(self._back_up)
            except Exception as error:
                trace = logs.failure_places.where(error)
                _LOG.error("no backup could be made", extra={"trace": trace})
            await asyncio.sleep(_SECONDS_BETWEEN_BACKUPS)
        await asyncio.Event().wait()

    def _back_up(self) -> None:
        from tracker import store

        with self._app.app_context():
            store.database.shown.show_all()
            self._backed_up = backups.back_up_if_due(answer.settings(), self._backed_up)


def _strategy() -> Any:
    """When a task is run again that was not run to its end, and how soon."""
    import procrastinate

    from tracker.actions.work.tasks import Postponed

    class Strategy(procrastinate.BaseRetryStrategy):
        def get_retry_decision(
            self, *, exception: BaseException, job: Any
        ) -> procrastinate.RetryDecision | None:
            if isinstance(exception, UpgradeOwed):
                seconds = _SECONDS_BETWEEN_TRIES
            elif isinstance(exception, Postponed):
                seconds = seconds_to_wait(job.attempts)
            else:
                return None
            return procrastinate.RetryDecision(retry_in={"seconds": seconds})

    return Strategy()


def seconds_to_wait(attempts: int) -> int:
    """The growing wait before a task is run again after a fault of the installation."""
    return min(_SECONDS_BETWEEN_TRIES << min(attempts, 10), _MOST_SECONDS_BETWEEN_TRIES)


async def _first_to_end(*running: Coroutine[Any, Any, None]) -> None:
    """Runs the coroutines together; when the first ends, the others are cancelled."""
    begun = [asyncio.create_task(each) for each in running]
    ended, others = await asyncio.wait(begun, return_when=asyncio.FIRST_COMPLETED)
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for each in ended:
        each.result()


def _address() -> str:
    """The driver's address of the database, without SQLAlchemy."""
    here = answer.settings()
    if here.database_url is not None:
        return here.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    from tracker import store

    return store.database.embedded.address(here.var / "postgres")
