"""The embedded database is killed: the next user of it starts it again, within seconds.

The server here writes to the disk as in production, because that takes the time.
"""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tests.conftest import settings
from tests.store.database.own_server import (
    as_in_production,
    ask,
    directory,
    own_folder,
    python,
)
from tracker import store
from tracker.app import create_app
from tracker.extensions import db

SECONDS = 5
embedded = store.database.embedded


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder() as made:
        as_in_production(made)
        yield made


@pytest.fixture
def app(folder: Path) -> Iterator[Flask]:
    made = create_app(settings(folder.parent))
    made.extensions["tracker"]()
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def kill(folder: Path) -> None:
    """Kills the server's first process; its others end by themselves."""
    server = embedded.start(folder)
    process = embedded.postmaster.process(server.data, server.account)
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait(5)


def test_the_next_page_starts_it_again(app: Flask, folder: Path) -> None:
    """As in a process of the pages: with connections kept from before."""
    with app.app_context():
        for _ in range(3):
            assert db.session.scalar(text("SELECT 1")) == 1
            db.session.remove()
            kill(folder)
            began = time.monotonic()
            assert db.session.scalar(text("SELECT 1")) == 1
            assert time.monotonic() - began < SECONDS
            db.session.remove()
    assert directory(folder) == str(folder)


def test_a_page_that_was_open_fails_and_the_next_one_works(
    app: Flask, folder: Path
) -> None:
    with app.app_context():
        db.session.execute(text("SELECT 1"))
        kill(folder)
        with pytest.raises(SQLAlchemyError):
            db.session.execute(text("SELECT 1"))
        db.session.rollback()
        assert db.session.scalar(text("SELECT 1")) == 1


def test_several_processes_start_it_once(folder: Path) -> None:
    """The pages, the worker and a command need it at the same moment."""
    asks = (
        "embedded.connect(folder).close(); print('ready', flush=True); input()\n"
        "sql = embedded.connect(folder)\n"
        "print(sql.execute('SELECT pg_postmaster_start_time()').fetchone()[0])\n"
        "input()\n"
    )
    processes = [python(asks, folder) for _ in range(3)]
    for each in processes:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    kill(folder)
    began = time.monotonic()
    for each in processes:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    started = {each.stdout.readline() for each in processes if each.stdout}
    assert time.monotonic() - began < SECONDS
    assert len(started) == 1
    for each in processes:
        each.communicate("\n", timeout=30)
        assert each.returncode == 0


#: The process is killed while it starts a server for the first time.
KILLED_AT = {
    "before its passwords are set": "cluster.set_passwords",
    "before it runs": "server._begin",
    "before it answers": "server._ready",
    "before its roles are complete": "cluster.set_owner",
}


@pytest.mark.long
@pytest.mark.parametrize("place", KILLED_AT.values(), ids=KILLED_AT)
def test_a_start_that_was_killed_is_finished_by_the_next(place: str) -> None:
    module, name = place.split(".")
    kills = (
        "import os, signal\n"
        f"from tracker.store.database.embedded import {module} as there\n"
        f"there.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "embedded.start(folder)\n"
    )
    with own_folder(new=True) as folder:
        began = python(kills, folder)
        began.communicate(timeout=60)
        assert began.returncode == -signal.SIGKILL
        with embedded.connect(folder) as sql:
            assert sql.execute("SELECT current_user").fetchone()[0] == "tracker"


@pytest.mark.long
def test_an_unfinished_server_that_another_process_uses_is_left_alone(
    folder: Path,
) -> None:
    """As one of an earlier version, which knows nothing of these roles."""
    access = folder.with_name(f"{folder.name}-access")
    uses = python("embedded.start(folder); print('ready', flush=True); input()", folder)
    assert uses.stdout is not None
    assert uses.stdout.readline() == "ready\n"
    (access / "layout").unlink()
    asks = python("embedded.start(folder)", folder)
    _, error = asks.communicate(timeout=60)
    assert "is used by an earlier version of Tracker" in error
    # Its user still has it afterwards.
    asks = python("embedded.start(folder)", folder)
    assert "is used by an earlier version" in asks.communicate(timeout=60)[1]
    uses.communicate("\n", timeout=30)
    assert uses.returncode == 0
    with embedded.connect(folder) as sql:
        assert sql.execute("SELECT 1").fetchone()[0] == 1


def test_what_was_acknowledged_is_there_afterwards(folder: Path) -> None:
    tables = embedded.server_passwords.TABLES
    with embedded.connect(folder, role=tables) as sql:
        sql.execute("CREATE TABLE kept (number int)")
        sql.execute(
            f"GRANT SELECT, INSERT ON kept TO {embedded.server_passwords.APPLICATION}"
        )
    for number in range(2):
        with embedded.connect(folder) as sql:
            sql.execute("INSERT INTO kept VALUES (%s)", [number])
        kill(folder)
    assert ask(folder, "SELECT count(*) FROM kept") == 2
