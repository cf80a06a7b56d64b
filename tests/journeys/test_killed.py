"""kill -9 in the middle of `imports load`: nothing of it stays, and it works again.

The killed process is a real one. A trigger makes the database slow at one place, and a
query from here shows when the process has reached it.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import ROOT, empty, environment
from tests.factories import COLLEGE, people, provider_list, register
from tests.held import all_rows
from tracker.extensions import OWNER, db

LINES = 600

#: The tables to which applying a batch adds rows.
LEFT_BY_APPLYING = ("facts", "evidence", "positions", "questions")


@pytest.fixture
def command(tmp_path: Path, flask) -> list[str]:
    """The command that loads a long list, after the register has been loaded."""
    file = register(tmp_path / "edubasealldata20260901.csv")
    flask("imports", "load", "establishments", file)
    rows = people(LINES)
    # Birthdays and names repeat in so long a list; the numbers keep people apart.
    file = provider_list(tmp_path / "long.csv", rows)
    return [
        *("imports", "load", "provider-enrolment", str(file), "--as-at", "2026-10-09"),
        *("--institution", COLLEGE, "--json"),
    ]


def begin(command: list[str], var: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flask", *command],
        cwd=ROOT,
        env=environment(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def count(app: Flask, query: str) -> int:
    with app.app_context():
        found: int = db.session.execute(text(query)).scalar_one()
        return found


def held(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {name: len(rows) for name, rows in all_rows().items()}


#: When to kill: the statement of the other process that can be seen from outside, and
#: the rows at which it is slow.
MOMENTS = {
    "while the lines are staged": ("INSERT INTO staged_rows", "INSERT", "staged_rows"),
    "while lines are decided": ("SET outcome = d.outcome", "UPDATE", "staged_rows"),
    "while facts are written": ("INSERT INTO facts", "INSERT", "facts"),
    "while positions are written": ("INSERT INTO positions", "INSERT", "positions"),
    "when outcomes are written": ("SET outcome = c.outcome", "UPDATE", "staged_rows"),
}

#: The one that every run of the tests kills at; the others take minutes.
AT_ONCE = "while facts are written"


@contextmanager
def slow(app: Flask, event: str, table: str) -> Iterator[None]:
    """Makes each row that is written to a table take a thousandth of a second."""
    with app.app_context(), db.engines[OWNER].begin() as owner:
        owner.execute(
            text(
                "CREATE OR REPLACE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql"
                " AS 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'"
            )
        )
        owner.execute(
            text(
                f"CREATE TRIGGER dawdle BEFORE {event} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION dawdle()"
            )
        )
    try:
        yield
    finally:
        with app.app_context(), db.engines[OWNER].begin() as owner:
            owner.execute(text(f"DROP TRIGGER dawdle ON {table}"))


def wait_for(app: Flask, statement: str, running: subprocess.Popen[str]) -> bool:
    """Whether the other process was seen at a statement before it ended."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND query LIKE :looked_for"
    )
    until = time.monotonic() + 120
    with app.app_context():
        while running.poll() is None:
            assert time.monotonic() < until, f"it never came to {statement}"
            seen = db.session.execute(query, {"looked_for": f"%{statement}%"})
            if seen.scalar_one():
                return True
            db.session.rollback()
            time.sleep(0.002)
    return False


def wait_until_gone(app: Flask) -> None:
    """Waits until the server has noticed the lost connection, and rolled back."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND backend_type = 'client backend'"
        " AND state <> 'idle'"
    )
    with app.app_context():
        for _ in range(500):
            if not db.session.execute(query).scalar_one():
                return
            db.session.rollback()
            time.sleep(0.02)
    raise AssertionError("the killed process is still at work")


def kill_at(
    app: Flask, var: Path, command: list[str], moment: tuple[str, str, str]
) -> int:
    """Begins the command and kills it at that moment; its exit code."""
    statement, event, table = moment
    with slow(app, event, table):
        running = begin(command, var)
        try:
            seen = wait_for(app, statement, running)
        finally:
            running.kill()
            running.communicate(timeout=30)
        wait_until_gone(app)
    assert seen, f"it was never seen at {statement}"
    return running.returncode


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(moment, id=name, marks=() if name == AT_ONCE else pytest.mark.long)
        for name, moment in MOMENTS.items()
    ],
)
def test_no_part_of_the_batch_is_applied(
    app: Flask, var: Path, command: list[str], moment: tuple[str, str, str]
) -> None:
    before = held(app)
    assert kill_at(app, var, command, moment) == -signal.SIGKILL
    after = held(app)
    applied = count(app, "SELECT count(*) FROM import_batches WHERE status = 'applied'")
    assert applied == 1  # the register
    for table in LEFT_BY_APPLYING:
        assert after[table] == before[table], table
    assert after["people"] == before["people"]


@pytest.mark.long
def test_the_same_command_afterwards_does_what_it_would_have_done(
    app: Flask, var: Path, command: list[str], flask: Callable, tmp_path: Path
) -> None:
    """Killed at every stage in turn, then left alone: the same as undisturbed."""
    for moment in MOMENTS.values():
        kill_at(app, var, command, moment)
    done = flask(*command).json
    assert done["applied"]
    assert done["rows"] == LINES
    disturbed = outcome(app)
    with app.app_context():
        empty()
    file = register(tmp_path / "edubasealldata20260901.csv")
    flask("imports", "load", "establishments", file)
    undisturbed = flask(*command).json
    for name in ("rows", "outcomes", "changes", "problems", "notes"):
        assert undisturbed[name] == done[name]
    assert outcome(app) == disturbed


def outcome(app: Flask) -> dict[str, list[str]]:
    """The people and their positions, without the numbers that sequences gave."""
    with app.app_context():
        return {
            "people": [
                str(tuple(row))
                for row in db.session.execute(
                    text(
                        "SELECT given, family, born, upn, uln, postcode, details, live"
                        " FROM people ORDER BY upn"
                    )
                )
            ],
            "positions": [
                str(tuple(row))
                for row in db.session.execute(
                    text(
                        "SELECT p.upn, o.as_of, o.activity, o.institution, o.starts,"
                        " o.verified FROM positions o JOIN people p"
                        " ON p.id = o.person_id ORDER BY p.upn, o.as_of"
                    )
                )
            ],
        }


@pytest.mark.long
def test_killed_with_the_server_that_it_started_itself(tmp_path: Path, flask) -> None:
    """On a fresh machine the load starts the server; both are killed together."""
    own = tmp_path / "own"
    file = provider_list(tmp_path / "list.csv", people(100, laestab="3598600"))
    command = ["imports", "load", "provider-enrolment", str(file), "--json"]
    command += ["--as-at", "2026-10-09"]
    running = begin(command, own)
    time.sleep(3)
    running.kill()
    running.communicate(timeout=30)
    done = begin(command, own)
    out, err = done.communicate(timeout=60)
    assert done.returncode == 0, err
    assert '"applied": true' in out
    assert '"rows": 100' in out
