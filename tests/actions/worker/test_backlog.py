"""What a large file marks stale is found by the worker and rebuilt once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.acts import act
from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.running.worker import day_of
from tracker.store.history.leaving import Stage

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ON = AT.date()
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
SCOPE = authority_scope("359")


def requested(at: datetime = AT) -> list:
    return actions.worker.backlog.request(at=at, on=ON)


@pytest.fixture
def behind(load, app: Flask, tmp_path, monkeypatch) -> Flask:
    """Leavers and October were made; then a file about many people came."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(6)
    first = provider_list(tmp_path / "list.csv", rows[:4])
    load("provider-enrolment", first, institution=COLLEGE, as_at=date(2026, 10, 9))
    with app.app_context():
        actions.history.positions.refresh(
            [SEPTEMBER, ON, date(2026, 3, 31)], within=SCOPE
        )
        years = actions.leavers.own_leavers.years(ON)
        actions.leavers.destinations.keep_leavers(years, Stage, as_of=ON, within=SCOPE)
        assert requested() == []
    monkeypatch.setattr(actions.history.positions, "FEW_PEOPLE", 1)
    second = provider_list(tmp_path / "more.csv", rows)
    load("provider-enrolment", second, institution=COLLEGE, as_at=date(2026, 10, 16))
    with app.app_context():
        yield app


def test_it_is_made_once_and_by_the_worker(behind: Flask) -> None:
    assert not store.history.days.are_complete([SEPTEMBER], within=SCOPE)
    assert not all(each.complete for each in store.history.leaver_rows.kept("359"))
    (task,) = requested()
    assert requested() == []
    actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
    assert store.history.days.are_complete([SEPTEMBER, ON], within=SCOPE)
    assert all(each.complete for each in store.history.leaver_rows.kept("359"))
    assert requested(AT + timedelta(hours=1)) == []


def test_nothing_is_requested_while_the_new_day_is_made(behind: Flask) -> None:
    (day,) = actions.worker.nightly.request(at=AT, on=ON)
    assert requested() == []
    actions.work.tasks.run(day.id, clock=lambda: AT, day=day_of)
    assert all(each.complete for each in store.history.leaver_rows.kept("359"))
    (task,) = requested()
    actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
    assert store.history.days.are_complete([SEPTEMBER], within=SCOPE)


def test_older_months_wait_until_they_are_looked_at(behind: Flask) -> None:
    owed = actions.worker.backlog.owed_days("359", on=ON)
    assert SEPTEMBER in owed
    assert date(2026, 3, 31) not in owed


def test_files_shortly_after_one_another_make_one_request(behind: Flask) -> None:
    (task,) = requested()
    actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
    store.history.days.mark_stale("359", but=())
    assert requested(AT + timedelta(seconds=59)) == []
    assert len(requested(AT + timedelta(seconds=60))) == 1


def test_a_page_about_many_leavers_has_the_worker_make_them_once(
    behind: Flask, monkeypatch
) -> None:
    def ready(years=(2024, 2025, 2026)):
        common = {"within": SCOPE, "act": act("the tests", AT, ON)}
        return actions.worker.backlog.request_leavers(years, [Stage.POST_16], **common)

    assert ready() is None  # a few can be made while the page waits
    monkeypatch.setattr(actions.worker.backlog, "FEW", -1)
    task = ready()
    assert task is not None and ready().id == task.id
    assert requested() == []
    actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
    assert ready() is None
    assert ready((2022, 2023, 2024)) is None  # so are those compared with the oldest
    assert ready((2019, 2020, 2021)) is not None
