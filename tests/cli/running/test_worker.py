"""`flask work` does the waiting work of every user, and says how much it did."""

from datetime import UTC, datetime

from flask import Flask

from tests.acts import act
from tests.waiting import waiting
from tracker import actions, store
from tracker.access import authority_scope

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
