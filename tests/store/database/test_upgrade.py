"""The database is upgraded to this version, or the command says what is to be done."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import procrastinate
import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import on_server, runner, settings
from tracker import store
from tracker.app import create_app
from tracker.extensions import OWNER, db
from tracker.store.work.tasks import Task

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
    name = f"council_{abs(hash(tmp_path)):x}"
    store.database.embedded.connect(var / "postgres", name).close()
    app = create_app(on_server(tmp_path, var, name))
    app.extensions["tracker"]()
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


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


@pytest.mark.parametrize("made", [1, 7, 20])
def test_an_upgrade_that_was_killed_while_it_made_the_queue_is_completed(
    server, made
) -> None:
    """Each of the queue's own migrations is committed by itself."""
    from alembic import command

    steps = sorted((Path(procrastinate.__file__).parent / "sql/migrations").iterdir())
    with server.app_context():
        command.upgrade(store.tables.configuration(), "0003")
        with db.engines[OWNER].begin() as owner:
            for step in steps[:made]:
                owner.connection.cursor().execute(step.read_text("utf-8"))
    done = runner(server)("db", "upgrade", "--json").json
    assert done == {"before": "0003", "after": store.tables.HEAD}


def test_the_embedded_database_is_brought_up_to_date_by_any_command(
    app: Flask, flask: Callable
) -> None:
    from alembic import command

    with app.app_context():
        db.session.remove()
        command.downgrade(store.tables.configuration(), "base")
        assert store.tables.current() is None
    assert flask("imports", "list", "--json").json == []
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


def test_the_lines_of_the_audit_keep_up_with_the_names_of_actions(inside) -> None:
    from alembic import command

    def stored() -> list[str]:
        return list(db.session.scalars(text("SELECT action FROM audit")))

    db.session.execute(
        text(
            "INSERT INTO audit (authority, at, by, action, subject, detail)"
            " VALUES ('359', now(), 'sam', 'correction recorded', '1', '{}')"
        )
    )
    db.session.commit()
    command.downgrade(store.tables.configuration(), "0027")
    assert stored() == ["correction told"]
    db.session.remove()
    command.upgrade(store.tables.configuration(), "head")
    assert stored() == [store.accounts.audit.Action.CORRECTION_RECORDED]


def test_the_results_of_tasks_keep_up_with_their_names(inside) -> None:
    from alembic import command

    def stored() -> list[dict[str, object]]:
        return list(db.session.scalars(text("SELECT result FROM tasks ORDER BY id")))

    for result in ({"raised": {"a": 1}, "people": 2}, {"people": 3}):
        request = {"requested_by": "sam", "requested_at": datetime.now(UTC)}
        db.session.add(Task(authority="359", kind="k", result=result, **request))
    db.session.commit()
    command.downgrade(store.tables.configuration(), "0027")
    assert stored() == [{"asked": {"a": 1}, "people": 2}, {"people": 3}]
    db.session.remove()
    command.upgrade(store.tables.configuration(), "head")
    assert stored() == [{"raised": {"a": 1}, "people": 2}, {"people": 3}]


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
