"""Files wait encrypted, each in its own place, and are scanned before they are kept."""

import errno
import io
import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from tests.acts import act
from tests.clamd import EICAR, FakeScanner
from tests.factories import COLLEGE, people, provider_list, register
from tests.waiting import run_waiting
from tracker import actions, store
from tracker.actions.intake import waiting_files
from tracker.actions.worker.sealed_things import Place
from tracker.encryption import Keys, NotOpened, key_of_file
from tracker.refusal import Refusal
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.work.tasks import State
from tracker.virus_scanner import NotClean, ScannerSilent, scanner


@pytest.fixture
def place(inside, tmp_path):
    """An installation with keys of its own, below a folder of this test."""
    before = inside.config["TRACKER"]
    inside.config["TRACKER"] = replace(before, var=tmp_path)
    yield Place(inside.config["TRACKER"].keys, tmp_path)
    inside.config["TRACKER"] = before


@pytest.fixture
def content(tmp_path, load, place) -> bytes:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return provider_list(tmp_path / "made.csv", people(3)).read_bytes()


def keep(place, content: bytes, name: str = "list.csv"):
    (upload,) = actions.intake.uploads.uploaded_files.keep(
        [(name, io.BytesIO(content))], folder=place.var / "uploads", act=act()
    )
    upload.feed, upload.institution = "provider-enrolment", COLLEGE
    upload.as_at, upload.complete = "2026-11-20", True
    return upload


def receive(upload):
    moment = act().at
    task = actions.intake.uploads.uploaded_files.hand_over(upload, [], act=act())
    run_waiting(clock=lambda: moment, day=lambda at: at.date())
    return task


def test_a_waiting_file_is_unreadable_on_the_disk_and_is_received(
    place, content
) -> None:
    upload = keep(place, content)
    (file,) = waiting_files.every(place.var)
    assert content[:20] not in file.read_bytes()
    assert b"Forename" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert waiting_files.digest_of(file)
    assert receive(upload).state == State.DONE
    batch = store.database.base.every(store.database.base.select(ImportBatch))[-1]
    assert (batch.feed, batch.rows) == ("provider-enrolment", 3)
    assert list(waiting_files.every(place.var)) == []


def test_keys_may_be_rotated_while_a_file_waits(place, content) -> None:
    upload = keep(place, content)
    done = actions.worker.keys.rotate(place, act=act())
    assert done.counts["waiting files"] == 1
    actions.worker.keys.retire(place, act=act())
    (file,) = waiting_files.every(place.var)
    assert key_of_file(file) == done.key.name
    assert receive(upload).state == State.DONE


def test_a_file_in_anothers_place_is_not_received(place, content) -> None:
    first, second = keep(place, content), keep(place, content.replace(b"W", b"V"))
    one, other = (waiting_files.Path(each.files[0]) for each in (first, second))
    other.write_bytes(one.read_bytes())
    with pytest.raises(NotOpened, match="put in its place"):
        waiting_files.digest_of(other)
    task = receive(second)
    assert task.state == State.FAILED
    assert "put in its place" in task.problem


def test_without_its_key_a_file_is_not_received_in_one_sentence(place, content) -> None:
    upload = keep(place, content)
    place.keys.file.unlink()
    task = receive(upload)
    assert (task.state, task.problem.count("\n")) == (State.FAILED, 0)
    assert "its key is not here at the moment" in task.problem
    # Its sender may be of a school, and does not learn where the council keeps keys.
    assert str(place.keys.file) not in task.problem


def test_a_file_that_came_before_files_were_encrypted_is_received(
    place, content
) -> None:
    upload = keep(place, content)
    waiting_files.Path(upload.files[0]).write_bytes(content)
    assert receive(upload).state == State.DONE


def test_a_name_of_the_longest_kind_can_be_kept(place, content) -> None:
    upload = keep(place, content, "名" * 200 + ".csv")
    assert receive(upload).state == State.DONE


# --- The virus scanner ----------------------------------------------------------------


@pytest.fixture(params=["path", "port"])
def door(request, tmp_path):
    """A socket of this machine, and how TRACKER_CLAMAV names it."""
    if request.param == "path":
        made = socket.socket(socket.AF_UNIX)
        name = str(tmp_path / "s")
        made.bind(name)
        made.listen()
    else:
        made = socket.create_server(("127.0.0.1", 0))
        name = f"127.0.0.1:{made.getsockname()[1]}"
    yield made, name
    made.close()


def with_scanner(inside, name: str) -> None:
    inside.config["TRACKER"] = replace(
        inside.config["TRACKER"], virus_scanner=scanner(name)
    )


def test_a_file_is_scanned_before_it_is_kept(place, content, inside, door) -> None:
    fake = FakeScanner(door[0])
    fake.start()
    with_scanner(inside, door[1])
    upload = keep(place, content)
    assert fake.seen == [content]
    with pytest.raises(NotClean, match="found Eicar-Test-Signature in it"):
        keep(place, content + EICAR)
    assert len(list(waiting_files.every(place.var))) == 1
    assert receive(upload).state == State.DONE


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (b"", ScannerSilent),
        (b"stream: OK but FOUND\0", NotClean),
        (b"OK\0", ScannerSilent),
        (b"UNKNOWN COMMAND\0", ScannerSilent),
        (b"INSTREAM size limit exceeded. ERROR\0", NotClean),
        (b"x" * 100_000, ScannerSilent),
    ],
)
def test_any_answer_but_ok_lets_nothing_through(
    place, content, inside, door, answer, refusal
) -> None:
    FakeScanner(door[0], answer).start()
    with_scanner(inside, door[1])
    with pytest.raises(refusal):
        keep(place, content)
    assert list(waiting_files.every(place.var)) == []


def test_a_scanner_that_is_gone_refuses_for_now(place, content, inside, door) -> None:
    door[0].close()
    with_scanner(inside, door[1])
    with pytest.raises(ScannerSilent, match="try again later"):
        keep(place, content)
    assert list(waiting_files.every(place.var)) == []


def test_a_command_scans_too(place, content, inside, door, flask, tmp_path) -> None:
    FakeScanner(door[0]).start()
    with_scanner(inside, door[1])
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content + EICAR)
    refused = flask("imports", "load", "provider-enrolment", bad, code=2)
    assert "Eicar-Test-Signature" in refused.err


@pytest.mark.parametrize("text", ["clamd", "10.0.0.1:3310", "127.0.0.1:x", "host:1"])
def test_only_a_scanner_of_this_machine_is_used(text) -> None:
    with pytest.raises(ValueError, match="TRACKER_CLAMAV must be"):
        scanner(text)


def test_keys_of_another_installation_open_no_waiting_file(
    place, content, tmp_path
) -> None:
    keep(place, content)
    (file,) = waiting_files.every(place.var)
    others = Keys(tmp_path / "elsewhere" / "identities")
    with (
        pytest.raises(NotOpened),
        others.opened(file, about=waiting_files.about(file)),
    ):
        pass


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, waiting_files.NotAtHand),
        (errno.ESTALE, waiting_files.NotAtHand),
        (errno.EACCES, NotOpened),
        (errno.EISDIR, NotOpened),
    ],
)
def test_only_a_fault_that_passes_has_work_begun_again(
    place, content, monkeypatch, number, kind
) -> None:
    """A file that the service may not read would be tried for ever."""
    (path,) = map(Path, keep(place, content).files)

    def fails(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(waiting_files, "key_of_file", fails)
    with pytest.raises(kind) as refused:
        waiting_files.opened([path]).open(path)
    # A page can show it: it names the file, and not where it lies.
    assert isinstance(refused.value, Refusal)
    assert str(refused.value).startswith("list.csv cannot be opened")
