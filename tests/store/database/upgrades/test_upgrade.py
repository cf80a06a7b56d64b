"""The database is upgraded to this version, or the command says what is to be done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import runner, settings
from tests.store.database.own_server import application, own_folder
from tests.store.database.upgrades.new_database import new_database
from tracker import store
from tracker.app import create_app
from tracker.extensions import db

COMMANDS = [
    ("imports", "list"),
    ("imports", "show", "1"),
    ("matching", "list"),
    ("people", "find", "anybody"),
    ("people", "show", "1"),
    ("positions", "refresh"),
    ("returns", "list"),
    ("returns", "diff", "1", "2"),
    ("measures", "--period", "2026-10"),
    ("destinations", "--institution", "106500", "--left", "2026"),
    ("demo", "--people", "20"),
]


@pytest.fixture
def server(var: Path, tmp_path: Path, _application: Flask) -> Iterator[Flask]:
    """A database of the council's own server, with nothing in it yet."""
    with new_database(var, tmp_path) as app:
        yield app


def table_names(app: Flask) -> set[str]:
    with app.app_context():
        found = db.session.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        return {name for (name,) in found}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_with_a_server_any_command_says_what_is_owed(server, words) -> None:
    answer = runner(server)(*words, code=2)
    assert answer.err == (
        "The database is not that of this version. Run `flask db upgrade`, then this "
        "command again.\n"
    )
    assert answer.out == ""
    assert table_names(server) == set()


def test_flask_db_upgrade_does_it(server) -> None:
    flask = runner(server)
    owed = flask("db", "current", "--json", code=1).json
    assert owed == {"current": None, "newest": store.tables.HEAD, "owed": True}
    done = flask("db", "upgrade", "--json").json
    assert done == {"before": None, "after": store.tables.HEAD}
    assert flask("db", "current", "--json").json["owed"] is False
    assert flask("db", "upgrade", "--json").json["before"] == store.tables.HEAD
    assert flask("imports", "list", "--json").json == []


def test_the_embedded_database_is_brought_up_to_date_by_any_command() -> None:
    with own_folder() as folder, application(folder) as app:
        with app.app_context():
            store.database.embedded.connect(folder).close()
            assert store.tables.current() is None
        assert runner(app)("imports", "list", "--json").json == []
        with app.app_context():
            assert store.tables.current() == store.tables.HEAD


def test_the_newest_migration_is_the_one_that_is_named() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(store.tables.configuration())
    assert script.get_heads() == [store.tables.HEAD]


def test_the_migrations_make_the_tables_of_the_code(inside: Flask) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_server_default": True,
                "include_name": store.work.queue.is_ours,
            },
        )
        assert compare_metadata(context, db.metadata) == []


def test_every_constraint_and_index_has_a_name(inside: Flask) -> None:
    for table in db.metadata.sorted_tables:
        for each in (*table.constraints, *table.indexes):
            assert each.name, f"{table.name}: {each}"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://user@127.0.0.1:1/nothing?connect_timeout=1",
        "postgresql+psycopg://user@/nothing?host=/nowhere",
    ],
)
def test_a_server_that_is_not_there_is_reported_in_a_sentence(tmp_path, url) -> None:
    gone = create_app(settings(tmp_path, url))
    answer = runner(gone)("imports", "list", code=2)
    assert answer.err == (
        "The database cannot be reached. Check DATABASE_URL, or leave it out to use "
        "the embedded database.\n"
    )
