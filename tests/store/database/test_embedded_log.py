"""The server's log is about the server, and holds no personal data."""

import contextlib
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from tests.store.database.own_server import ask, own_folder
from tracker import store
from tracker.extensions import db

MARK = "Zyxwvut"


def written(folder: Path) -> str:
    """Everything in PostgreSQL's own log files."""
    return "".join(
        path.read_text("utf-8", "replace") for path in (folder / "logs").iterdir()
    )


def test_no_index_that_is_unique_is_written_with_its_key(inside: Flask, var) -> None:
    """Each unique index of the database is violated with a marker."""
    unique = db.session.execute(
        text(
            "SELECT i.indexrelid::regclass::text, c.relname,"
            " pg_get_indexdef(i.indexrelid) FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE i.indisunique AND n.nspname = 'public'"
        )
    ).fetchall()
    broken = 0
    for _, table, definition in unique:
        columns = db.session.execute(
            text(
                # Columns of every table: also of one that the application never reads.
                "SELECT attname FROM pg_attribute"
                " WHERE attrelid = format('public.%I', :table ::text)::regclass"
                " AND attnum > 0 AND NOT attisdropped"
            ),
            {"table": table},
        ).scalars()
        # Every column becomes text, so that each can hold the marker.
        listed = list(columns)
        every = ", ".join(f'"{each}" text' for each in listed)
        db.session.execute(text(f"CREATE TEMP TABLE copied ({every})"))
        on = re.sub(r"INDEX \S+ ON (ONLY )?\S+", "INDEX ON copied", definition)
        on = on.partition(" WHERE ")[0]
        db.session.execute(text(on))
        values = ", ".join(f"'{MARK}'" for _ in listed)
        db.session.execute(text(f"INSERT INTO copied VALUES ({values})"))
        with contextlib.suppress(Exception), db.session.begin_nested():
            db.session.execute(text(f"INSERT INTO copied VALUES ({values})"))
        found = db.session.scalar(text("SELECT count(*) FROM copied"))
        broken += found == 1
        db.session.execute(text("DROP TABLE copied"))
    db.session.rollback()
    assert broken == len(unique) > 20
    assert MARK not in written(var / "postgres")


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder() as made:
        yield made


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT '{MARK}'::int",
        f"SELECT '{MARK}'::date",
        f"SELECT '{MARK}'::jsonb",
        f'SELECT "{MARK}"',
        f"SELECT {MARK}",
        f"DO $$ BEGIN RAISE EXCEPTION '{MARK}'; END $$",
        f"DO $$ BEGIN RAISE WARNING '{MARK}'; END $$",
        f"SET statement_timeout = 1; SELECT '{MARK}', pg_sleep(1)",
        "CREATE TEMP TABLE z (a text UNIQUE);"
        f"INSERT INTO z VALUES ('{MARK}'), ('{MARK}')",
        f"CREATE TEMP TABLE y (a text CHECK (a = ''));INSERT INTO y VALUES ('{MARK}')",
    ],
)
def test_no_error_is_written_with_what_it_is_about(var, statement) -> None:
    with (
        store.database.embedded.connect(var / "postgres") as sql,
        pytest.raises(psycopg.Error) as failed,
    ):
        sql.execute(statement)
        raise psycopg.Error  # a warning is not an error
    # A refusal would come before any row is looked at.
    assert not isinstance(failed.value, psycopg.errors.InsufficientPrivilege)
    assert MARK not in written(var / "postgres")


def test_bound_values_and_copied_lines_are_not_written(var) -> None:
    with store.database.embedded.connect(var / "postgres") as sql:
        with pytest.raises(psycopg.Error):
            sql.execute("SELECT %s::int / 0", [MARK])
        sql.rollback()
        sql.execute("CREATE TEMP TABLE lines (a int)")
        with (
            pytest.raises(psycopg.Error),
            sql.cursor() as cursor,
            cursor.copy("COPY lines FROM STDIN") as copy,
        ):
            copy.write(f"{MARK}\n")
        sql.rollback()
    assert MARK not in written(var / "postgres")


@pytest.mark.long
def test_a_process_that_dies_at_work_is_written_without_its_work(folder) -> None:
    """By default PostgreSQL writes the statement that was running."""
    ask(folder, "SELECT 1")
    with contextlib.closing(store.database.embedded.connect(folder)) as sql:
        (pid,) = sql.execute("SELECT pg_backend_pid()").fetchone()
        sql.pgconn.send_query(f"SELECT '{MARK}', pg_sleep(60)".encode())
        kill = f"kill -{signal.SIGSEGV.value} {pid}"
        suppressed = contextlib.suppress(psycopg.Error)
        with (
            suppressed,
            contextlib.closing(store.database.embedded.owner(folder)) as other,
        ):
            other.execute(f"COPY (SELECT 1) TO PROGRAM '{kill}'")
    # PostgreSQL ends all connections and starts again.
    until = time.monotonic() + 30
    while "was terminated by signal" not in written(folder):
        assert time.monotonic() < until
        time.sleep(0.05)
    store.database.embedded.leave(folder)
    log = written(folder)
    assert "was terminated by signal" in log
    assert MARK not in log


def test_the_log_is_a_week_long_and_no_longer(folder) -> None:
    """A file for each day of the week is overwritten when the day comes again."""
    ask(folder, "SELECT 1")
    assert (
        store.database.embedded.postmaster.process(
            folder, store.database.embedded.server_account.of(folder)
        )
        is not None
    )
    with store.database.embedded.owner(folder) as sql:
        shown = {
            name: sql.execute(f"SHOW {name}").fetchone()[0]
            for name in (
                "logging_collector",
                "log_filename",
                "log_rotation_age",
                "log_truncate_on_rotation",
            )
        }
    assert shown == {
        "logging_collector": "on",
        "log_filename": "server-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
    }
    assert "ready to accept connections" in written(folder)
    names = {path.name for path in (folder / "logs").iterdir()}
    assert len(names) == 2
    assert all(re.fullmatch(r"(start|server-\w{3})\.log", name) for name in names)
