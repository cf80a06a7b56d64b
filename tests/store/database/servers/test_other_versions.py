"""PostgreSQL 15, 16 and 17 do what 18 does: each version on this machine is tested.

16 and 18 come with the wheel; others are found where Debian puts them, by pg_config, or
by TRACKER_TEST_POSTGRES. ``python -m tests.store.database.servers.chosen_server`` names
them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.store.database.servers import chosen_server
from tests.store.database.servers.council_server import Council, council
from tracker import store
from tracker.store.database.embedded import programs

pytestmark = pytest.mark.long

HERE = chosen_server.installed()


def named(version: int) -> str:
    return f"PostgreSQL {version}"


@pytest.fixture(scope="module", params=HERE, ids=named)
def councils(request: pytest.FixtureRequest) -> Iterator[Council]:
    """A server of the council's own, of each version."""
    with council(HERE[request.param]) as made:
        assert made.psql("SHOW server_version").startswith(f"{request.param}.")
        yield made


def test_the_oldest_version_that_is_supported_is_among_those_that_are_tested() -> None:
    assert min(HERE) >= 15
    assert {16, 18} <= set(HERE)


def test_a_demo_of_a_councils_own_server_is_backed_up_and_restored(
    councils: Council,
) -> None:
    upgraded = json.loads(councils.flask("db", "upgrade", "--json", var="one"))
    assert upgraded == {"before": None, "after": store.tables.HEAD}
    words = ("--people", 300, "--seed", 81, "--json")
    made = json.loads(councils.flask("demo", *words, var="one"))
    assert made["positions"]
    target = councils.folder / "backup"
    backed_up = json.loads(councils.flask("backup", target, "--json", var="one"))
    assert backed_up["tables"]["people"] > 300
    councils.psql("CREATE DATABASE again OWNER tracker_owner TEMPLATE template0;")
    keys = councils.folder / "two" / "keys"
    keys.parent.mkdir()
    subprocess.run(["cp", "-a", councils.folder / "one" / "keys", keys], check=True)
    councils.flask("restore", target, var="two", database="again")
    # Every table was compared with the backup; the restored one works, too.
    current = councils.flask("db", "current", "--json", var="two", database="again")
    assert json.loads(current)["owed"] is False
    councils.flask("audit", "verify", var="two", database="again")
    again = json.loads(
        councils.flask(
            *("backup", councils.folder / "other", "--json"),
            var="two",
            database="again",
        )
    )
    # The restoration itself is noted; nothing else differs.
    changed = {
        name: rows
        for name, rows in again["tables"].items()
        if rows != backed_up["tables"][name] and not name.startswith("audit")
    }
    assert changed == {}


def test_newer_programs_fill_an_older_server(councils: Council) -> None:
    """A machine's client programs are often newer than the server they reach."""
    newest = programs.folder(18)
    newer = Council(councils.folder, newest, councils.port)
    councils.psql("CREATE DATABASE newer OWNER tracker_owner TEMPLATE template0;")
    councils.psql("CREATE DATABASE filled OWNER tracker_owner TEMPLATE template0;")
    councils.flask("db", "upgrade", var="three", database="newer")
    newer.flask("backup", councils.folder / "new", var="three", database="newer")
    keys = councils.folder / "four" / "keys"
    keys.parent.mkdir()
    subprocess.run(["cp", "-a", councils.folder / "three" / "keys", keys], check=True)
    newer.flask("restore", councils.folder / "new", var="four", database="filled")
    words = ("db", "current", "--json")
    current = newer.flask(*words, var="four", database="filled")
    assert json.loads(current)["owed"] is False


@pytest.mark.parametrize("version", HERE, ids=named)
def test_the_tests_of_the_store_pass_on_it(version: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/store"],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
            chosen_server.CHOSEN: str(HERE[version]),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=3000,
    )
    assert done.returncode == 0, done.stdout[-5000:]


def test_a_folder_without_a_server_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(chosen_server.NoServer, match="has no bin/postgres"):
        chosen_server.use(tmp_path)
