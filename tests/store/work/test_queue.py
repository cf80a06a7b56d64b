"""Work is queued in the transaction that requests it, and fails with it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from tests.acts import act
from tests.waiting import waiting
from tracker import actions, store
from tracker.extensions import db
from tracker.store.work.queue import put

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def jobs() -> list[tuple[str, str, dict]]:
    return [
        tuple(row)
        for row in db.session.execute(
            text("SELECT queue_name, task_name, args FROM procrastinate_jobs")
        )
    ]


def test_a_queued_task_waits_for_a_worker(inside: Flask) -> None:
    with store.database.base.transaction():
        put(12)
    assert jobs() == [(store.work.queue.QUEUE, store.work.queue.CALLED, {"task": 12})]


def test_a_failed_transaction_queues_no_task(inside: Flask) -> None:
    with pytest.raises(ZeroDivisionError), store.database.base.transaction():
        put(12)
        1 / 0  # noqa: B018
    assert jobs() == []


def test_work_that_cannot_be_queued_is_not_requested(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(task: int) -> None:
        raise OSError

    monkeypatch.setattr(store.work.queue, "put", fails)
    monkeypatch.setitem(actions.work.tasks._KINDS, "nothing", lambda task, **more: {})
    with pytest.raises(OSError):
        actions.work.tasks.request(
            "nothing", act=act(by="the tests", at=AT, authority="359")
        )
    assert waiting() == []


@pytest.mark.parametrize(
    ("seconds_ago", "seen"), [(5, True), (59, True), (61, False), (None, False)]
)
def test_a_worker_is_seen_by_its_heartbeat(inside: Flask, seconds_ago, seen) -> None:
    db.session.execute(text("DELETE FROM procrastinate_workers"))
    if seconds_ago is not None:
        db.session.execute(
            text("INSERT INTO procrastinate_workers VALUES (DEFAULT, now() - :ago)"),
            {"ago": timedelta(seconds=seconds_ago)},
        )
    assert store.work.queue.worker_seen(within=timedelta(seconds=60)) is seen
    db.session.rollback()


@pytest.mark.parametrize(
    ("status", "days_ago", "left"),
    [("failed", 31, 0), ("failed", 29, 1), ("todo", 31, 1), ("doing", 31, 1)],
)
def test_jobs_that_ended_badly_are_forgotten_after_a_while(
    inside: Flask, status, days_ago, left
) -> None:
    with store.database.base.transaction():
        put(12)
        db.session.execute(
            text("UPDATE procrastinate_jobs SET status = :status"), {"status": status}
        )
        db.session.execute(
            text("UPDATE procrastinate_events SET at = now() - :days"),
            {"days": timedelta(days=days_ago)},
        )
        store.work.queue.forget_ended(older_than=timedelta(days=30))
    assert len(jobs()) == left
