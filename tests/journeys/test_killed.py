"""kill -9 in the middle of `imports load`: nothing of it stays, and it works again.

The process that is killed is a real one; where it is when it dies is found by looking
into the database from here.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import ROOT, all_rows, empty, environment
from tests.factories import COLLEGE, people, provider_list, register
from tracker.extensions import db

LINES = 600

#: What a batch leaves in each table once it is applied.
LEFT_BY_APPLYING = ("facts", "evidence", "positions", "questions")


@pytest.fixture
def command(tmp_path: Path, flask) -> list[str]:
    """The command that loads a long list, on a database that has the register."""
    flask(
        "imports", "load", "establishments", register(tmp_path / "edubasealldata.csv")
    )
    rows = people(LINES)
    # Birthdays and names repeat in so long a list; the numbers tell them apart.
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


#: When to kill, by what can be seen from outside: a statement of the other process.
MOMENTS = {
    "while the lines are staged": "COPY staged_rows",
    "while lines are decided": "COPY decided",
    "while facts are written": "COPY facts",
    "while positions are written": "COPY positions",
    "when outcomes are written": "came_out",
}


def wait_for(app: Flask, statement: str, running: subprocess.Popen[str]) -> bool:
    """Whether the other process was seen at a statement before it ended."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND query LIKE :looked_for"
    )
    with app.app_context():
        while running.poll() is None:
            seen = db.session.execute(query, {"looked_for": f"%{statement}%"})
            if seen.scalar_one():
                return True
            db.session.rollback()
            time.sleep(0.002)
    return False


def wait_until_gone(app: Flask) -> None:
    """The server notices that nobody is there any more, and rolls back."""
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


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_no_part_of_the_batch_is_applied(
    app: Flask, var: Path, command: list[str], moment: str
) -> None:
    before = held(app)
    running = begin(command, var)
    try:
        seen = wait_for(app, moment, running)
        running.send_signal(signal.SIGKILL)
    finally:
        running.kill()
        running.communicate(timeout=30)
    wait_until_gone(app)
    assert seen, f"it was never seen at {moment}"
    after = held(app)
    assert running.returncode == -signal.SIGKILL
    applied = count(app, "SELECT count(*) FROM import_batches WHERE status = 'applied'")
    assert applied == 1  # the register
    for table in LEFT_BY_APPLYING:
        assert after[table] == before[table], table
    assert after["people"] == before["people"]


def test_the_same_command_afterwards_does_what_it_would_have_done(
    app: Flask, var: Path, command: list[str], flask: Callable, tmp_path: Path
) -> None:
    """Killed at every stage in turn, then left alone: the same as undisturbed."""
    for moment in ("COPY staged_rows", "COPY evidence"):
        running = begin(command, var)
        try:
            wait_for(app, moment, running)
        finally:
            running.kill()
            running.communicate(timeout=30)
        wait_until_gone(app)
    done = flask(*command).json
    assert done["applied"]
    assert done["rows"] == LINES
    disturbed = outcome(app)
    with app.app_context():
        empty()
    flask(
        "imports", "load", "establishments", register(tmp_path / "edubasealldata.csv")
    )
    undisturbed = flask(*command).json
    for name in ("rows", "outcomes", "changes", "problems", "notes"):
        assert undisturbed[name] == done[name]
    assert outcome(app) == disturbed


def outcome(app: Flask) -> dict[str, list[str]]:
    """Who is known and where they are, without the numbers that sequences gave."""
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


def test_killed_with_the_server_that_it_started_itself(tmp_path: Path, flask) -> None:
    """On a fresh machine the load starts the server, and dies with it at its side."""
    own = tmp_path / "own"
    file = provider_list(tmp_path / "list.csv", people(100, laestab="3598600"))
    command = ["imports", "load", "provider-enrolment", str(file), "--json"]
    running = begin(command, own)
    time.sleep(3)
    running.kill()
    running.communicate(timeout=30)
    done = begin(command, own)
    out, err = done.communicate(timeout=60)
    assert done.returncode == 0, err
    assert '"applied": true' in out
    assert '"rows": 100' in out
