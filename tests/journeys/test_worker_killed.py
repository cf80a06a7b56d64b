"""kill -9 in the middle of long work: the next worker takes it up again."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import ROOT, environment
from tests.factories import COLLEGE, people, provider_list, register
from tests.journeys.test_killed import slow, wait_for, wait_until_gone
from tracker.extensions import db
from tracker.store.work.tasks import State, Task

#: A short silence, so that the test need not wait half a minute for a dead worker.
SILENCE = "1.5"


@contextmanager
def worker(var: Path) -> Iterator[subprocess.Popen[str]]:
    """A worker process; it is killed at the end if it still runs."""
    running = subprocess.Popen(
        [sys.executable, "-m", "flask", "work", "--silence", SILENCE],
        cwd=ROOT,
        env=environment(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate(timeout=30)


@pytest.fixture
def many(flask: Callable, app: Flask, tmp_path: Path) -> Flask:
    """Two hundred people without a position on any day."""
    file = register(tmp_path / "edubasealldata20260901.csv")
    flask("imports", "load", "establishments", file)
    file = provider_list(tmp_path / "list.csv", people(200))
    flask(
        *("imports", "load", "provider-enrolment", file, "--as-at", "2026-10-09"),
        *("--institution", COLLEGE),
    )
    with app.app_context():
        db.session.execute(text("DELETE FROM positions"))
        db.session.commit()
    return app


def tasks() -> list[Task]:
    db.session.rollback()
    return list(db.session.query(Task).order_by(Task.id))


def positions() -> dict[str, int]:
    """The number of people who have a position, by day."""
    found = db.session.execute(
        text("SELECT as_of, count(*) FROM positions GROUP BY as_of")
    )
    return {day.isoformat(): people for day, people in found}


def wait_until(true: Callable[[], bool], seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "that took too long"
        time.sleep(0.05)


def test_the_work_of_a_killed_worker_is_done_by_the_next(many: Flask, var: Path):
    with slow(many, "INSERT", "positions"), worker(var) as first:
        assert wait_for(many, "INSERT INTO positions", first)
        first.kill()
        assert first.wait(30) == -signal.SIGKILL
        wait_until_gone(many)
    with many.app_context():
        (task,) = tasks()
        assert (task.kind, task.state, positions()) == ("new day", State.RUNNING, {})
        began = task.began_at
        with worker(var) as second:
            wait_until(lambda: tasks()[0].ended)
            second.send_signal(signal.SIGTERM)
            out, err = second.communicate(timeout=30)
        assert (second.returncode, out) == (0, "1 task done.\n"), err
        assert "the worker of task 1 has died" in err
        (task,) = tasks()
        assert (task.state, task.result["made"]) == (State.DONE, 200)
        assert task.began_at > began
        # On the day, and on those on which leavers are counted, all are made or none.
        assert positions()[task.subject.removeprefix("day ")] == 200
        assert set(positions().values()) == {200}
        assert jobs() == []


def jobs() -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in db.session.execute(
            text("SELECT status, attempts FROM procrastinate_jobs ORDER BY id")
        )
    ]


@pytest.mark.long
def test_work_that_ends_its_worker_each_time_is_given_up(many: Flask, var: Path):
    from tracker import actions

    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with many.app_context():
        actions.worker.nightly.request(at=at, on=at.date())
        db.session.execute(
            text("UPDATE procrastinate_jobs SET status = 'doing', attempts = 2")
        )
        db.session.commit()
        with worker(var):
            # The queue's own record is written after the task's.
            wait_until(lambda: tasks()[0].ended and jobs()[0][0] != "doing")
        first = tasks()[0]
        assert first.state == State.FAILED
        assert first.problem.startswith("This was started several times")
        assert jobs()[0] == ("failed", 3)
