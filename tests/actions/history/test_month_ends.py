"""The month ends that a day is compared with, and who makes them. All are invented."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.acts import act
from tests.factories import nccis, people
from tests.waiting import run_waiting
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.work.tasks import State, Task

HERE = authority_scope("359")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
OTHERS = [date(2026, 9, 30), date(2026, 10, 31)]


@pytest.mark.parametrize(
    ("as_of", "first", "last", "count"),
    [
        (date(2026, 11, 24), date(2025, 9, 30), date(2026, 11, 24), 15),
        (date(2026, 10, 31), date(2025, 9, 30), date(2026, 10, 31), 14),
        (date(2026, 9, 1), date(2025, 9, 30), date(2026, 9, 1), 13),
        (date(2026, 8, 31), date(2024, 9, 30), date(2026, 8, 31), 24),
        (date(2024, 2, 29), date(2022, 9, 30), date(2024, 2, 29), 18),
    ],
)
def test_the_month_ends_of_this_year_and_the_last(as_of, first, last, count) -> None:
    found = actions.history.month_ends.compared_days(as_of)
    assert (found[0], found[-1], len(found)) == (first, last, count)
    same_month = date(as_of.year - 1, as_of.month, 28)
    assert any((d.year, d.month) == (same_month.year, same_month.month) for d in found)


@pytest.fixture
def twenty(inside, load, tmp_path: Path) -> None:
    rows = people(20, activity="230", ascertained="2026-09-14", verified="2026-10-20")
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", date(2026, 10, 31), rows))
    db.session.remove()


def ready(as_of: date = TODAY, others=OTHERS, at: datetime = NOW) -> Task | None:
    return actions.history.month_ends.make_or_request(
        as_of, others, within=HERE, act=act(by="tests", at=at)
    )


def run() -> int:
    return run_waiting(clock=lambda: NOW, day=lambda at: at.date())


def complete(*wanted: date) -> set[date]:
    return store.history.days.complete_among(wanted, within=HERE)


def test_a_few_positions_are_made_at_once_and_the_rest_requested(twenty) -> None:
    task = ready(as_of=OTHERS[1], others=OTHERS)
    assert complete(OTHERS[1]) == {OTHERS[1]}
    assert task is not None
    assert task.arguments["days"] == ["2026-09-30"]
    assert run() == 1
    assert complete(*OTHERS) == set(OTHERS)
    assert ready(as_of=OTHERS[1], others=OTHERS) is None


def test_many_positions_are_requested_with_the_day_first(twenty, monkeypatch) -> None:
    monkeypatch.setattr(actions.history.month_ends, "FEW", 5)
    task = ready(as_of=OTHERS[0], others=OTHERS)
    assert task is not None
    assert task.arguments["days"] == ["2026-09-30", "2026-10-31"]
    assert complete(*OTHERS) == set()


def test_the_same_work_is_not_requested_twice(twenty) -> None:
    first, second = ready(), ready()
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert db.session.query(Task).count() == 1


def test_other_months_are_requested_beside_it(twenty) -> None:
    first = ready()
    other = ready(others=[date(2026, 1, 31)])
    assert first is not None
    assert other is not None
    assert first.id != other.id


def test_failed_work_is_requested_again_after_a_while(twenty) -> None:
    task = ready()
    assert task is not None
    task.state, task.problem, task.ended_at = State.FAILED, "No room.", NOW
    db.session.commit()
    soon, later = NOW + timedelta(minutes=5), NOW + timedelta(hours=2)
    assert ready(at=soon).id == task.id
    assert ready(at=later).id != task.id
