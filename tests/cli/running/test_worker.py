"""`flask work` does the waiting work of every user, and says how much it did."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from tests.acts import act
from tests.waiting import waiting
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.running.worker import seconds_to_wait
from tracker.extensions import db

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SCOPE = authority_scope("359")


def test_nothing_waits(app: Flask, process) -> None:
    assert process("work", "--once").out == "0 tasks done.\n"


def test_a_waiting_task_is_done_in_another_process(app: Flask, process) -> None:
    with app.app_context():
        requested = [
            actions.work.tasks.request(
                actions.worker.nightly.NEW_DAY,
                act=act(by="the tests", at=AT, authority="359"),
                subject=f"day {number}",
            ).id
            for number in range(4)
        ]
    answer = process("work", "--once", "--json")
    # An authority for which there is work has the new day of today too.
    assert (answer.code, answer.json) == (0, {"done": 5}), answer.err
    with app.app_context():
        assert waiting() == []
        for number in requested:
            done = store.work.tasks.get(number, within=SCOPE)
            assert done is not None
            assert (done.state, done.result["made"]) == (store.work.tasks.State.DONE, 0)


def test_the_wait_before_another_try_grows_to_ten_minutes() -> None:
    waits = [seconds_to_wait(attempts) for attempts in range(9)]
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600, 600]
    assert seconds_to_wait(10_000) == 600


#: How a job stands in the queue whose end the database did not take, and whether the
#: task is still to be done.
LOST = [
    ("status = 'failed'", True),
    ("status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)", True),
    ("status = 'todo'", False),
    ("status = 'doing'", False),
]


@pytest.mark.parametrize(("job", "is_lost"), LOST)
def test_work_whose_job_was_lost_is_queued_again(
    inside: Flask, job: str, is_lost: bool
) -> None:
    db.session.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    task = actions.work.tasks.request(
        actions.worker.nightly.NEW_DAY,
        act=act(by="the tests", at=AT, authority="359"),
        subject="day 1",
    )
    db.session.execute(text(f"UPDATE procrastinate_jobs SET {job}"))
    db.session.execute(
        text("UPDATE procrastinate_events SET at = now() - interval '2 minutes'")
    )
    db.session.commit()
    assert store.work.queue.put_back_lost() == is_lost
    assert store.work.queue.put_back_lost() == 0
    waiting_jobs = db.session.scalar(
        text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
    )
    assert waiting_jobs == (1 if is_lost or "todo" in job else 0)
    task.state, task.ended_at = store.work.tasks.State.DONE, AT
    db.session.execute(text("DELETE FROM procrastinate_jobs"))
    db.session.commit()
    assert store.work.queue.put_back_lost() == 0


def test_work_in_a_new_job_counts_its_deaths_from_none(inside: Flask) -> None:
    """The credit of the old job's postponements would allow for deaths of the new."""
    task = actions.work.tasks.request(
        actions.worker.nightly.NEW_DAY,
        act=act(by="the tests", at=AT, authority="359"),
        subject="day 1",
    )
    task.arguments = {**task.arguments, "postponed": 5}
    db.session.execute(text("UPDATE procrastinate_jobs SET status = 'failed'"))
    db.session.commit()
    assert store.work.queue.put_back_lost() == 1
    db.session.expire_all()
    assert actions.work.tasks.times_postponed(task) == 0


def test_work_that_is_being_done_is_not_begun_twice(inside: Flask) -> None:
    db.session.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    task = actions.work.tasks.request(
        actions.worker.nightly.NEW_DAY,
        act=act(by="the tests", at=AT, authority="359"),
        subject="day 1",
    )
    db.session.execute(text(f"UPDATE procrastinate_jobs SET {LOST[1][0]}"))
    db.session.execute(
        text("UPDATE procrastinate_events SET at = now() - interval '2 minutes'")
    )
    db.session.commit()
    with store.work.queue.one_worker(task.id):
        assert store.work.queue.put_back_lost() == 0
    assert store.work.queue.put_back_lost() == 1
