"""A new day is requested once, by whichever process is first, with all positions."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.acts import act
from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.running.worker import day_of
from tracker.extensions import db
from tracker.store.accounts.kept_forms import KeptForm
from tracker.store.intake.sendings import Sending
from tracker.store.intake.uploads import Upload
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


# --- A clock that jumps ---------------------------------------------------------------

DAYS = timedelta(days=1)


def night(at: datetime, **more: object) -> list[str]:
    """The new days that the worker's look at the clock requests, and does."""
    tasks = actions.worker.nightly.request(at=at, on=day_of(at), **more)
    for task in tasks:
        actions.work.tasks.run(task.id, clock=lambda: at, day=day_of)
    return [task.subject for task in tasks]


@pytest.fixture
def waiting(some: Flask, tmp_path) -> Callable[[], list[int]]:
    """What waits for its users since noon of the first day: an upload, a list whose
    columns a school has to explain, a kept form; and how many of each are left.
    """
    noon = AT + timedelta(hours=12)
    for name in ("upload", "sending"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "list.csv").write_text("Forename,Surname\n")
    user = actions.accounts.users.invite(
        email="a@example.org",
        name="A User",
        role="data-manager",
        institution=None,
        act=act(at=AT, authority="359"),
    ).user
    db.session.add_all(
        [
            Upload(
                authority="359",
                files=[str(tmp_path / "upload" / "list.csv")],
                feed=None,
                sent_by=user.email,
                sent_at=noon,
            ),
            Sending(
                authority="359",
                institution=f"urn:{COLLEGE}",
                kind="list",
                state="kept",
                files=["list.csv"],
                path=str(tmp_path / "sending" / "list.csv"),
                made_by=user.email,
                made_at=noon,
            ),
            KeptForm(
                authority="359",
                user_id=user.id,
                kept_at=noon,
                digest="1",
                contents=b"sealed",
            ),
        ]
    )
    db.session.commit()

    def left() -> list[int]:
        db.session.expire_all()
        kinds = (Upload, Sending, KeptForm)
        return [db.session.query(kind).count() for kind in kinds]

    return left


def test_what_waits_is_deleted_in_the_second_night_that_finds_it_too_old(
    waiting,
) -> None:
    left = [(night(AT + day * DAYS), waiting()) for day in range(4)]
    assert [counts for _, counts in left] == [[1, 1, 1]] * 3 + [[0, 0, 0]]


def test_a_clock_that_jumps_two_days_and_comes_back_deletes_nothing(waiting) -> None:
    now = AT + timedelta(hours=14)
    assert night(AT) == ["day 2026-11-25"]
    # The jump, with midnight in it, and a second one.
    for jump in (2 * DAYS, 2 * DAYS + timedelta(hours=10), 5 * DAYS):
        assert len(night(now + jump)) == 1
        assert waiting() == [1, 1, 1]
        assert night(now) == []
    assert night(AT + DAYS) == ["day 2026-11-26"]
    assert waiting() == [1, 1, 1]
    # The days that the jumps made are made again when they come.
    assert night(AT + 2 * DAYS) == ["day 2026-11-27"]
    assert night(AT + 2 * DAYS) == []
    assert waiting() == [1, 1, 1]
    assert night(AT + 3 * DAYS) == ["day 2026-11-28"]
    assert waiting() == [0, 0, 0]
    assert night(AT + 3 * DAYS + timedelta(hours=1)) == []


@pytest.mark.parametrize("behind", [-1, 1])
def test_nothing_is_deleted_while_the_clocks_differ(waiting, caplog, behind) -> None:
    for day in range(4):
        at = AT + day * DAYS
        night(at, database_at=at + behind * timedelta(minutes=61))
    assert waiting() == [1, 1, 1]
    warnings = [each for each in caplog.messages if "nothing is deleted" in each]
    assert len(warnings) == 4
    at = AT + 4 * DAYS
    night(at, database_at=at + behind * timedelta(minutes=59))
    assert waiting() == [0, 0, 0]


# --- A file that cannot be deleted ----------------------------------------------------


@pytest.fixture
def stuck(waiting, tmp_path, monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """The files that may not be deleted, as those of another user of the machine."""
    names = {tmp_path / "upload" / "list.csv", tmp_path / "sending" / "list.csv"}
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path in names:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    return names


def test_a_file_that_cannot_be_deleted_stops_no_other(
    waiting, stuck, tmp_path, caplog
) -> None:
    another = tmp_path / "another.csv"
    another.write_text("Forename,Surname\n")
    noon = AT + timedelta(hours=12)
    db.session.add(
        Upload(
            authority="359", files=[str(another)], feed=None, sent_by="b", sent_at=noon
        )
    )
    db.session.commit()
    for day in range(4):
        assert len(night(AT + day * DAYS)) == 1
    # The form and the other upload are gone; nothing waits to be tried for ever.
    assert waiting() == [1, 1, 0]
    assert not another.exists()
    states = {task.state for task in db.session.query(store.work.tasks.Task)}
    assert states == {State.DONE}
    lines = [each for each in caplog.messages if "cannot be deleted" in each]
    assert len(lines) == 2
    assert not any("list.csv" in line for line in lines)
    stuck.clear()
    night(AT + 4 * DAYS)
    assert waiting() == [0, 0, 0]


@pytest.mark.parametrize("number", sorted({errno.EACCES, errno.EPERM, errno.ENOTDIR}))
def test_a_fault_that_stays_ends_the_work_instead_of_beginning_it_for_ever(
    some: Flask, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fails(*given: object, **more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(actions.worker.nightly, "_delete_old", fails)
    night(AT)
    (task,) = db.session.query(store.work.tasks.Task)
    assert task.state == State.FAILED


def test_a_night_that_failed_counts_as_a_night_before(waiting, monkeypatch) -> None:
    def fails(*given: object, **more: object) -> None:
        raise ZeroDivisionError

    for day in range(3):
        with monkeypatch.context() as failing:
            failing.setattr(actions.worker.nightly, "_delete_old", fails)
            night(AT + day * DAYS)
    assert waiting() == [1, 1, 1]
    night(AT + 3 * DAYS)
    assert waiting() == [0, 0, 0]
