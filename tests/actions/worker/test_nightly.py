"""A new day is requested once, by whichever process is first, with all positions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.running.worker import day_of
from tracker.extensions import db
from tracker.store.work.tasks import State

AT = datetime(2026, 11, 25, 0, 3, tzinfo=UTC)
ON = AT.date()
SCOPE = authority_scope("359")


@pytest.fixture
def some(load, app: Flask, tmp_path) -> Flask:
    """Three people, whose positions were last made on the day before."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(3))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    with app.app_context():
        yield app


def test_no_work_is_requested_without_any_records(inside: Flask) -> None:
    assert actions.worker.nightly.request(at=AT, on=ON) == []


def test_a_day_is_requested_once(some: Flask) -> None:
    (task,) = actions.worker.nightly.request(at=AT, on=ON)
    assert (task.authority, task.subject) == ("359", "day 2026-11-25")
    assert actions.worker.nightly.request(at=AT, on=ON) == []
    assert len(actions.worker.nightly.request(at=AT, on=ON + timedelta(days=1))) == 1


def test_everybody_has_a_position_on_the_new_day(some: Flask) -> None:
    (task,) = actions.worker.nightly.request(at=AT, on=ON)
    assert len(store.history.positions.missing(ON, within=SCOPE)) == 3
    actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
    done = store.work.tasks.get(task.id, within=SCOPE)
    assert done is not None
    assert (done.state, done.result["made"], done.requested_by) == (
        State.DONE,
        3,
        actions.worker.nightly.CLOCK,
    )
    assert store.history.positions.missing(ON, within=SCOPE) == set()


def test_a_day_that_failed_is_requested_again_an_hour_later(some: Flask) -> None:
    (task,) = actions.worker.nightly.request(at=AT, on=ON)
    task.state, task.ended_at = State.FAILED, AT
    db.session.commit()
    assert actions.worker.nightly.request(at=AT + timedelta(minutes=59), on=ON) == []
    assert (
        len(actions.worker.nightly.request(at=AT + timedelta(minutes=60), on=ON)) == 1
    )


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 25, 0, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_begins_at_midnight_in_england(moment: datetime, day: date) -> None:
    assert day_of(moment) == day
