"""PostgreSQL 15 and 16 do what 18 does: the versions on this machine are tested.

16 comes with the wheel; 15 and 17 are found where Debian puts them.
"""

from pathlib import Path

import pytest

from tests.conftest import runner
from tests.store.database.own_server import application, ask, own_folder
from tracker import store

pytestmark = pytest.mark.long

DEBIAN = Path("/usr/lib/postgresql")
HERE = [16, *(v for v in (15, 17) if (DEBIAN / str(v) / "bin" / "initdb").is_file())]


@pytest.mark.parametrize("version", HERE)
def test_an_empty_database_is_upgraded_and_a_demo_is_made(version, monkeypatch) -> None:
    if version != 16:
        monkeypatch.setitem(
            store.database.embedded.programs._FOLDERS,
            version,
            str(DEBIAN / str(version)),
        )
    with own_folder(new=True) as folder:
        store.database.embedded.start(folder, version=version)
        assert ask(folder, "SHOW server_version").startswith(f"{version}.")
        with application(folder) as app:
            flask = runner(app)
            assert flask("db", "upgrade", "--json").json == {
                "before": None,
                "after": store.tables.HEAD,
            }
            made = flask("demo", "--people", "20", "--json").json
            assert made["positions"]
            assert flask("db", "current", "--json").json["owed"] is False


@pytest.mark.parametrize("version", HERE[:1])
def test_an_upgrade_that_was_interrupted_goes_on(version, monkeypatch) -> None:
    """The queue's tables are committed one by one: half of them are there already."""
    with own_folder(new=True) as folder:
        store.database.embedded.start(folder, version=version)
        with application(folder) as app, app.app_context():
            from alembic import command

            command.upgrade(store.tables.configuration(), "0003")
            owner = store.database.embedded.server_passwords.TABLES
            with store.database.embedded.connect(folder, role=owner) as sql:
                sql.execute("CREATE TYPE procrastinate_job_status AS ENUM ('todo')")
                sql.execute("CREATE TABLE procrastinate_jobs (id bigint)")
            store.tables.upgrade()
            assert store.tables.current() == store.tables.HEAD
