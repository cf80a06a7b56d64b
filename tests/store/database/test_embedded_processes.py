"""A process gets no signal before it is known to be the embedded database."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.store.database.own_server import (
    access_of,
    ask,
    copy,
    directory,
    ended,
    own_folder,
    python,
)
from tracker import store


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder() as made:
        yield made


@pytest.fixture
def innocent(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of the server's account that is not the server."""
    account = store.database.embedded.server_account.of(folder)
    who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    running = subprocess.Popen(["sleep", "600"], **(who if account.is_other else {}))
    yield running
    running.kill()
    running.wait()


def write(folder: Path, pid: int, *, state: str = "ready") -> None:
    """Writes the file that a server leaves behind after a power cut."""
    (folder / "postmaster.pid").write_text(
        f"{pid}\n{folder}\n{int(time.time())}\n5432\n{folder}\n\n  1234 5678\n"
        f"{state:8}\n"
    )


@pytest.mark.parametrize("state", ["ready", "starting"])
def test_a_stale_number_may_be_anothers_by_now(folder, innocent, state) -> None:
    write(folder, innocent.pid, state=state)
    assert (
        store.database.embedded.postmaster.process(
            folder, store.database.embedded.server_account.of(folder)
        )
        is None
    )
    assert ask(folder, "SELECT 1") == 1
    assert innocent.poll() is None
    store.database.embedded.leave(folder)
    assert innocent.poll() is None
    assert not store.database.embedded.sharing.server_runs(access_of(folder))


def test_a_stale_number_may_be_that_of_another_database(folder, var) -> None:
    """It is PostgreSQL, with the same account, but another server."""
    other = store.database.embedded.start(var / "postgres")
    process = store.database.embedded.postmaster.process(other.data, other.account)
    assert process is not None
    write(folder, process.pid)
    assert (
        store.database.embedded.postmaster.process(
            folder, store.database.embedded.server_account.of(folder)
        )
        is None
    )
    assert directory(folder) == str(folder)
    store.database.embedded.leave(folder)
    assert process.is_running()
    assert ask(other.data, "SELECT 1") == 1


def test_a_stale_number_may_be_our_own(folder) -> None:
    write(folder, os.getpid())
    assert ask(folder, "SELECT 1") == 1


@pytest.mark.parametrize(
    "text",
    ["", "\n", "12", "not a number\n", "-1\n", "0\n", "99999999999\n", "\0" * 99],
)
def test_a_file_that_says_nothing_is_no_obstacle(folder, text) -> None:
    (folder / "postmaster.pid").write_text(text)
    assert (
        store.database.embedded.postmaster.process(
            folder, store.database.embedded.server_account.of(folder)
        )
        is None
    )
    assert ask(folder, "SELECT 1") == 1


def test_a_number_that_changes_while_it_runs_ends_no_other_process(
    folder, innocent, monkeypatch
) -> None:
    ask(folder, "SELECT 1")
    kept = (folder / "postmaster.pid").read_text()
    write(folder, innocent.pid)
    monkeypatch.setattr(store.database.embedded.server, "_SECONDS_TO_END", 0.2)
    store.database.embedded.leave(folder)
    assert innocent.poll() is None
    (folder / "postmaster.pid").write_text(kept)
    monkeypatch.undo()
    assert ask(folder, "SELECT 1") == 1


def test_a_copy_of_the_folder_is_another_database(folder) -> None:
    """The copy has the process number and the socket of the first server in it."""
    with store.database.embedded.owner(folder) as sql:
        sql.execute("CREATE TABLE only_in_the_first (it int)")
    with own_folder(new=True) as other:
        copy(folder, other)
        copy(access_of(folder), access_of(other))
        assert directory(other) == str(other)
        assert store.database.embedded.start(other).socket == other
    with store.database.embedded.owner(folder) as sql:
        found = sql.execute("SELECT count(*) FROM only_in_the_first").fetchone()
    assert found == (0,)


def test_a_folder_that_was_moved_goes_on(folder) -> None:
    ask(folder, "SELECT 1")
    store.database.embedded.leave(folder)
    with own_folder(new=True) as other:
        folder.rename(other)
        access_of(folder).rename(access_of(other))
        assert directory(other) == str(other)


def test_a_server_that_was_killed_is_started_again_by_its_next_user(folder) -> None:
    ask(folder, "SELECT 1")
    for _ in range(2):
        process = store.database.embedded.postmaster.process(
            folder, store.database.embedded.server_account.of(folder)
        )
        assert process is not None
        process.send_signal(signal.SIGKILL)
        began = time.monotonic()
        assert ask(folder, "SELECT 1") == 1
        assert time.monotonic() - began < 5


def test_its_socket_may_have_been_cleaned_away(folder) -> None:
    """The system removes the runtime folder of a user who signs out."""
    ask(folder, "SELECT 1")
    (folder / ".s.PGSQL.5432").unlink()
    assert ask(folder, "SELECT 1") == 1


def test_a_killed_process_does_not_keep_the_server_alive(folder) -> None:
    """A process that ends by itself signs off; one that is killed cannot."""
    other = python(
        "embedded.connect(folder).close(); print('joined', flush=True);time.sleep(600)",
        folder,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "joined\n"
    ask(folder, "SELECT 1")
    store.database.embedded.leave(folder)
    assert store.database.embedded.sharing.server_runs(access_of(folder)), (
        "the other one uses it still"
    )
    other.kill()
    other.communicate()
    assert store.database.embedded.sharing.server_runs(access_of(folder)), (
        "no process could stop it"
    )
    assert ask(folder, "SELECT 1") == 1
    store.database.embedded.leave(folder)
    assert not store.database.embedded.sharing.server_runs(access_of(folder))


def test_a_process_that_was_forked_does_not_stop_it(folder) -> None:
    """Servers of pages are forked from a process that has used the database."""
    forked = python(
        "import os\n"
        "embedded.connect(folder).close()\n"
        "if os.fork() == 0:\n"
        "    sys.exit()\n"
        "os.wait()\n"
        "with embedded.connect(folder) as sql:\n"
        "    print(sql.execute('SELECT 1').fetchone())\n",
        folder,
    )
    output, error = forked.communicate(timeout=60)
    assert output == "(1,)\n", error
    assert not store.database.embedded.sharing.server_runs(access_of(folder))


def test_every_process_of_the_server_ends_with_it(folder) -> None:
    ask(folder, "SELECT 1")
    process = store.database.embedded.postmaster.process(
        folder, store.database.embedded.server_account.of(folder)
    )
    assert process is not None
    family = [process, *process.children(recursive=True)]
    store.database.embedded.leave(folder)
    _, alive = psutil.wait_procs(family, timeout=5)
    assert [each for each in alive if not ended(each)] == []


@pytest.mark.parametrize("name", ["python", "gunicorn: maste", "[pages of 359]"])
def test_an_earlier_user_is_known_under_every_name(tmp_path: Path, name: str) -> None:
    """Where a package for it is installed, servers of pages rename their processes."""
    renaming = (
        "import ctypes, sys\n"
        f"ctypes.CDLL(None).prctl(15, {name.encode()!r})\n"
        "print('renamed', flush=True)\n"
        "sys.stdin.read()"
    )
    listed = tmp_path / ".handle_pids.json"
    with subprocess.Popen(
        [sys.executable, "-c", renaming],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "renamed\n"
        assert psutil.Process(running.pid).name() == name
        listed.write_text(json.dumps([running.pid]))
        earlier_user = store.database.embedded.postmaster.earlier_user
        assert earlier_user(tmp_path) == running.pid
        running.communicate()
    assert earlier_user(tmp_path) is None


def test_a_number_that_another_program_has_by_now_is_no_earlier_user(
    tmp_path: Path, innocent: "subprocess.Popen[bytes]"
) -> None:
    listed = tmp_path / ".handle_pids.json"
    listed.write_text(json.dumps([innocent.pid, "no number", None, 2**22 + 1]))
    assert store.database.embedded.postmaster.earlier_user(tmp_path) is None
