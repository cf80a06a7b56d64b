"""The embedded database: started, joined, and a sentence where it cannot be kept."""

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.store.database.own_server import ask, own_folder, python
from tracker import store
from tracker.store.database.embedded.server_account import Account


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder() as made:
        yield made


@pytest.fixture
def new() -> Iterator[Path]:
    with own_folder(new=True) as made:
        yield made


@pytest.mark.parametrize("place", ["a file", "/dev/null", "/proc"])
def test_a_place_that_is_no_folder_is_reported(tmp_path, place):
    if place == "a file":
        (tmp_path / "file").touch()
        place = str(tmp_path / "file")
    folder = Path(place) / "var" / "postgres"
    with pytest.raises(
        store.database.embedded.DatabaseUnavailable, match=re.escape(place)
    ) as error:
        store.database.embedded.start(folder)
    assert "Set TRACKER_VAR" in str(error.value)
    assert "\n" not in str(error.value)


def test_the_output_of_initdb_is_not_printed(new, monkeypatch, capfd):
    """The cause is in the middle of some twenty lines."""
    (new.parent / "initdb").write_text(
        "#!/bin/sh\n"
        "echo 'fixing permissions ... ok'\n"
        "echo 'initdb: error: could not write to file: No space left on device' >&2\n"
        "echo 'initdb: removing contents of data directory' >&2\n"
        "exit 1\n"
    )
    (new.parent / "initdb").chmod(0o755)
    monkeypatch.setattr(
        store.database.embedded.programs, "folder", lambda version: new.parent
    )
    with pytest.raises(store.database.embedded.DatabaseUnavailable) as error:
        store.database.embedded.start(new)
    assert str(error.value) == (
        f"The embedded database in {new} could not be started: there "
        "is no room left on its disk. Make room, then try again."
    )
    assert capfd.readouterr() == ("", "")
    assert not new.exists()


def test_a_server_that_did_not_start_is_tried_again(new, monkeypatch):
    made = store.database.embedded.cluster.make

    def fails(*given: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(store.database.embedded.cluster, "make", fails)
    for _ in range(2):
        with pytest.raises(
            store.database.embedded.DatabaseUnavailable, match="Read-only"
        ):
            store.database.embedded.start(new)
    monkeypatch.setattr(store.database.embedded.cluster, "make", made)
    assert ask(new, "SELECT 1") == 1


def test_the_cluster_of_an_interrupted_start_is_made_again(new):
    """initdb was killed half-way, so the folder of the data is still empty."""
    half = new.with_name("postgres.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    new.mkdir()
    assert ask(new, "SELECT 1") == 1


def test_a_folder_with_something_else_in_it_is_left_alone(new):
    new.mkdir()
    (new / "holiday.txt").write_text("mine")
    with pytest.raises(
        store.database.embedded.DatabaseUnavailable, match=r"something else\. Move it"
    ):
        store.database.embedded.start(new)
    assert [each.name for each in new.iterdir()] == ["holiday.txt"]


def test_a_server_that_ends_at_once_says_why(folder):
    store.database.embedded.start(folder)
    store.database.embedded.leave(folder)
    with (folder / "postgresql.conf").open("a") as file:
        file.write("max_connections = 'many'\n")
    with pytest.raises(
        store.database.embedded.DatabaseUnavailable,
        match=r"could not be started: .*configuration",
    ):
        store.database.embedded.start(folder)


def test_a_machine_that_is_too_busy_is_reported(new, monkeypatch):
    def slow(self, *words: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("initdb", 120)

    monkeypatch.setattr(Account, "start", slow)
    with pytest.raises(
        store.database.embedded.DatabaseUnavailable, match="it takes too long"
    ):
        store.database.embedded.start(new)


def test_threads_that_come_together_find_the_same_server(folder):
    """A server of pages begins to answer several users at once."""
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(store.database.embedded.start, [folder] * 4))
    assert len({id(each) for each in found}) == 1
    assert store.database.embedded.sharing.server_runs(found[0].access)


def test_commands_that_come_together_share_one_server(folder):
    began = [
        python("embedded.connect(folder).close(); print('joined')", folder)
        for _ in range(3)
    ]
    for each in began:
        output, error = each.communicate(timeout=60)
        assert output == "joined\n", error
    # The last of them has stopped the server.
    assert not store.database.embedded.sharing.server_runs(
        folder.with_name("postgres-access")
    )


def test_a_new_server_is_set_up_once(var) -> None:
    """The owner's own settings stay afterwards."""
    name = "settled"
    store.database.embedded.connect(var / "postgres", name).close()
    with store.database.embedded.connect(var / "postgres", name) as sql:
        assert sql.execute("SHOW jit").fetchone() == ("off",)
        assert sql.execute("SHOW max_wal_size").fetchone() == ("2GB",)
        parallel = "SHOW max_parallel_workers_per_gather"
        assert sql.execute(parallel).fetchone() == ("0",)


@pytest.mark.parametrize(
    ("memory", "kept"),
    [(1_000, 256), (2_048, 256), (4_096, 512), (8_192, 1024), (24_105, 1024)],
)
def test_a_server_keeps_an_eighth_of_the_memory(memory: int, kept: int) -> None:
    """Megabytes of a small cloud machine, a laptop and a council's own server."""
    assert store.database.embedded.shared_buffers(memory) == kept


def test_a_database_may_have_any_name(folder) -> None:
    name = "a % of Ö'Brien"
    assert ask(folder, "SELECT current_database()", name) == name


def test_a_folder_may_have_any_name() -> None:
    with own_folder('$HOME `id` "it\'s" 100%') as folder:
        assert ask(folder, "SELECT 1") == 1
        assert store.database.embedded.start(folder).socket == folder


def test_a_comma_would_make_two_addresses_of_a_folder() -> None:
    with own_folder("Wigan, Leigh") as folder:
        assert ask(folder, "SELECT 1") == 1
        assert store.database.embedded.start(folder).socket != folder


def test_the_wheel_is_never_imported_because_its_lock_is_shared_by_all_users() -> None:
    """Its own module locks one file for every installation of the machine."""
    imported = [
        path.name
        for path in (ROOT / "tracker").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import pixeltable", "from pixeltable"))
    ]
    assert imported == []
