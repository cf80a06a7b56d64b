"""A file that was received by a page is not lost where something else fails.

The database, the disk, the process that reads and the worker may fail at any moment;
the file is then taken in later, once, or kept for its sender.
"""

import errno
import io
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from tests.acts import act
from tests.factories import AUTHORITY, COLLEGE, people, provider_list, register
from tests.waiting import run_waiting
from tracker import actions, encryption, store
from tracker.access import authority_scope
from tracker.actions.intake import file_tasks, load, waiting_files
from tracker.actions.intake.uploads import sendings, uploaded_files
from tracker.actions.work.tasks import Postponed
from tracker.confinement import processes
from tracker.extensions import db
from tracker.feeds.file_reading import Unreadable
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.intake.uploads import Upload
from tracker.store.work.tasks import State, Task

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SCOPE = authority_scope(AUTHORITY)
BY = "data-manager@example.org"


@pytest.fixture
def content(tmp_path: Path, load, inside) -> bytes:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return provider_list(tmp_path / "made.csv", people(3)).read_bytes()


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


@pytest.fixture
def begun(content: bytes, uploads: Path) -> Task:
    """The task of a list that a page has received, encrypted on the disk."""
    (upload,) = uploaded_files.keep(
        [("list.csv", io.BytesIO(content))], folder=uploads, act=by(BY)
    )
    upload.feed, upload.institution = "provider-enrolment", f"urn:{COLLEGE}"
    upload.as_at, upload.complete = "2026-11-20", True
    return uploaded_files.hand_over(upload, [], act=by(BY))


def by(user: str, at: datetime = AT) -> actions.act.Act:
    return act(by=user, at=at, on=at.date(), authority=AUTHORITY)


def run(task: int) -> Task:
    actions.work.tasks.run(task, clock=lambda: AT, day=lambda at: at.date())
    return now(task)


def now(task: int) -> Task:
    db.session.expire_all()
    found = store.work.tasks.get(task, within=SCOPE)
    assert found is not None
    return found


def files(uploads: Path) -> list[Path]:
    return [each for each in uploads.rglob("*") if each.is_file()]


def lists_received() -> int:
    return db.session.query(ImportBatch).filter_by(feed="provider-enrolment").count()


def once(monkeypatch: pytest.MonkeyPatch, what: object, name: str, first) -> None:
    """Has ``first`` come instead of a function, the first time that it is called."""
    real = getattr(what, name)

    def other(*given, **more):
        monkeypatch.setattr(what, name, real)
        return first(real, *given, **more)

    monkeypatch.setattr(what, name, other)


def cut_off(real, *given, **more):
    """The database ends the connection, as when its server is killed."""
    db.session.execute(db.text("SELECT pg_terminate_backend(pg_backend_pid())"))


def disk_of_database_full(real, *given, **more):
    raise OperationalError("COPY", {}, psycopg.errors.DiskFull("no space"))


def disk_of_uploads_full(real, *given, **more):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


#: What fails, where, and how.
FAULTS = {
    "database cut off": (load, "receive_files", cut_off),
    "database cut off later": (file_tasks.match, "match", cut_off),
    "database disk full": (load, "receive_files", disk_of_database_full),
    "disk of uploads full": (encryption, "_nameless", disk_of_uploads_full),
    "file unreadable": (waiting_files, "key_of_file", disk_of_uploads_full),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_of_the_installation_a_file_is_taken_in_later_and_once(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    number = begun.id
    once(monkeypatch, *FAULTS[fault])
    with pytest.raises(Postponed):
        run(number)
    waits = now(number)
    assert (waits.state, waits.problem) == (State.WAITING, "")
    assert "tried again by itself" in waits.says
    if fault != "database cut off later":
        assert len(files(uploads)) == 1
    assert actions.work.tasks.times_postponed(waits) == 1
    done = run(number)
    assert (done.state, done.result["already"]) == (State.DONE, False)
    assert (lists_received(), files(uploads)) == (1, [])


def test_a_fault_that_lasts_ends_nothing(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun.id
    for times in range(1, 6):
        once(monkeypatch, *FAULTS["database cut off"])
        with pytest.raises(Postponed):
            run(number)
        assert actions.work.tasks.times_postponed(now(number)) == times
    assert len(files(uploads)) == 1
    assert run(number).state == State.DONE
    assert lists_received() == 1


def kill_the_reader(real, *given, **more):
    """The kernel kills what reads, while it waits for its file."""
    server = processes._SERVERS[processes.FEEDS]._process
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    return real(*given, **more)


def test_a_killed_reader_is_not_the_fault_of_the_file(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun.id
    once(monkeypatch, processes, "_answer", kill_the_reader)
    with pytest.raises(Postponed):
        run(number)
    assert len(files(uploads)) == 1
    assert run(number).state == State.DONE
    assert (lists_received(), files(uploads)) == (1, [])


@pytest.mark.long
def test_a_reader_killed_again_is_named_and_the_file_kept_for_its_sender(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun.id
    once(monkeypatch, processes, "_answer", kill_the_reader)
    with pytest.raises(Postponed):
        run(number)
    once(monkeypatch, processes, "_answer", kill_the_reader)
    failed = run(number)
    assert failed.state == State.FAILED
    assert "was stopped before its end" in failed.problem
    assert "more memory" not in failed.problem
    assert len(files(uploads)) == 1
    assert taken_in_again() == State.DONE
    assert (lists_received(), files(uploads)) == (1, [])


def slow(real, function, *given, **more):
    """A machine that swaps: the reader says nothing in its time."""
    more["seconds"] = 0.2
    more.pop("total", None)
    return real("tests.confinement.strangers:never_answers", *given, **more)


def test_a_slow_reading_is_tried_again_once_and_then_its_file_kept(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun.id
    once(monkeypatch, processes, "stream", slow)
    with pytest.raises(Postponed):
        run(number)
    assert now(number).state == State.WAITING
    once(monkeypatch, processes, "stream", slow)
    failed = run(number)
    assert failed.state == State.FAILED
    assert "list.csv takes more memory or time" in failed.problem
    assert len(files(uploads)) == 1
    assert taken_in_again() == State.DONE
    assert (lists_received(), files(uploads)) == (1, [])


@pytest.mark.sample("slow", "no key", because="to kill it twice takes twenty seconds")
@pytest.mark.parametrize("look", [slow, "killed", "no key"])
def test_a_second_look_that_fails_deletes_no_file(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch, look
) -> None:
    """The reading refuses the file as what its user chose, and the look at what else
    it may be is stopped.
    """
    number = begun.id

    def refused(real, *given, **more):
        if look == "no key":
            once(monkeypatch, encryption.Keys, "opened", no_key)
        elif look == "killed":
            # A look is begun once more by itself, so it is killed twice.
            once(monkeypatch, processes, "_answer", kill_the_reader_twice)
        else:
            once(monkeypatch, processes, "stream", look)
        raise Unreadable("Not a list.")

    def no_key(real, *given, **more):
        raise encryption.NotOpened("The key is not there.")

    def kill_the_reader_twice(real, *given, **more):
        once(monkeypatch, processes, "_answer", kill_the_reader)
        return kill_the_reader(real, *given, **more)

    once(monkeypatch, load, "receive_files", refused)
    if look == "no key":
        assert run(number).problem == "The key is not there."
        assert taken_in_again() == State.DONE
    else:
        with pytest.raises(Postponed):
            run(number)
        assert len(files(uploads)) == 1
        assert run(number).state == State.DONE
    assert (lists_received(), files(uploads)) == (1, [])


def test_a_file_whose_contents_are_refused_is_deleted(
    begun: Task, uploads: Path
) -> None:
    (path,) = (Path(each) for each in begun.arguments["files"])
    waiting_files.keep(io.BytesIO(b"no list\n"), path)
    assert run(begun.id).state == State.FAILED
    assert files(uploads) == []
    assert store.intake.uploads.waiting(within=SCOPE) == []


@pytest.mark.long
def test_a_look_at_a_file_is_begun_again_by_itself(
    content: bytes, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once(monkeypatch, processes, "_answer", kill_the_reader)
    (upload,) = uploaded_files.keep(
        [("list.csv", io.BytesIO(content))], folder=uploads, act=by(BY)
    )
    assert upload.feed == "provider-enrolment"


def taken_in_again() -> str:
    """The end of the work on the one file that is kept for another try."""
    (upload,) = store.intake.uploads.waiting(within=SCOPE)
    assert (upload.feed, upload.institution, upload.as_at, upload.complete) == (
        "provider-enrolment",
        f"urn:{COLLEGE}",
        "2026-11-20",
        True,
    )
    task = uploaded_files.hand_over(upload, [], act=by(BY))
    return run(task.id).state


def sweep_for(days: int, uploads: Path) -> None:
    """The deletion of what is old, in each of the following nights."""
    for day in range(1, days):
        uploaded_files.throw_away_old(at=AT + day * DAY)
        sendings.throw_away_old(at=AT + day * DAY)
    uploaded_files.sweep(uploads, at=datetime.now(UTC) + DAY)


def test_a_file_whose_worker_died_each_time_is_kept_for_its_sender(
    begun: Task, uploads: Path
) -> None:
    number = begun.id
    begun.state = State.RUNNING
    db.session.commit()
    for _ in range(2):
        actions.work.tasks.give_up(number, at=AT, on=AT.date())
    assert now(number).state == State.FAILED
    (item,) = db.session.execute(store.intake.uploads.items(within=SCOPE))
    assert item.why.startswith("This was started several times")
    sweep_for(7, uploads)
    assert len(files(uploads)) == 1
    assert taken_in_again() == State.DONE
    assert (lists_received(), files(uploads)) == (1, [])


@pytest.mark.parametrize("by_its_sender", [True, False])
def test_a_kept_file_goes_when_its_sender_deletes_it_or_a_week_later(
    begun: Task, uploads: Path, by_its_sender: bool
) -> None:
    number = begun.id
    actions.work.tasks.give_up(number, at=AT, on=AT.date())
    (upload,) = store.intake.uploads.waiting(within=SCOPE)
    assert store.intake.uploads.is_kept(upload)
    assert len(files(uploads)) == 1
    if by_its_sender:
        uploaded_files.throw_away(upload)
    else:
        assert uploaded_files.throw_away_old(at=AT + 8 * DAY) == 1
    assert files(uploads) == []
    assert store.intake.uploads.waiting(within=SCOPE) == []


def test_a_fault_of_the_program_keeps_the_file(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun.id

    def stumbles(real, *given, **more):
        raise ZeroDivisionError

    once(monkeypatch, load, "receive_files", stumbles)
    failed = run(number)
    assert failed.problem.startswith("Something went wrong")
    assert taken_in_again() == State.DONE
    assert (lists_received(), files(uploads)) == (1, [])


def test_without_its_key_a_file_waits_for_the_key(
    begun: Task, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun.id

    def none(real, *given, **more):
        raise encryption.NotOpened("The key is not there.")

    begun.arguments = {**begun.arguments, "feed": None}
    db.session.commit()
    once(monkeypatch, encryption.Keys, "opened", none)
    assert run(number).problem == "The key is not there."
    sweep_for(3, uploads)
    assert len(files(uploads)) == 1
    assert db.session.query(Upload).count() == 1


def test_a_schools_list_is_kept_for_the_school(content: bytes, uploads: Path) -> None:
    key = f"urn:{COLLEGE}"
    college = store.institutions.register.directory().by_key(key)
    assert college is not None
    sender = by("college@example.org")
    number = sendings.keep(
        "list.csv",
        io.BytesIO(content),
        uploads=uploads,
        institution=college,
        act=sender,
        as_at=datetime(2026, 11, 20).date(),
        complete=True,
    ).id
    (task,) = db.session.query(Task)
    actions.work.tasks.give_up(task.id, at=AT, on=AT.date())
    sweep_for(7, uploads)
    sent = store.intake.sendings.get(number, of={key}, within=SCOPE)
    assert sent is not None and sent.sending.path is not None
    assert len(files(uploads)) == 1
    means = {each.heading: each.means or "" for each in sendings.headings(sent.sending)}
    sendings.explain(sent.sending, means, act=sender)
    assert run_waiting(clock=lambda: AT, day=lambda at: at.date()) == 1
    assert (lists_received(), files(uploads)) == (1, [])
