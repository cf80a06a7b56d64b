"""The pages for the monitoring system: open without sign-in, and true."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.conftest import settings
from tracker import actions, store
from tracker.app import create_app
from tracker.extensions import db
from tracker.version import VERSION

NOWHERE = "postgresql+psycopg://user@127.0.0.1:1/nothing?connect_timeout=1"


@pytest.fixture
def down(tmp_path: Path) -> Flask:
    """The application without a database."""
    return create_app(settings(tmp_path, NOWHERE))


@pytest.fixture
def worker(app: Flask) -> Iterator[None]:
    """A worker that has just reported that it is alive."""
    heard(app, timedelta(seconds=5))
    yield
    with app.app_context():
        db.session.execute(text("DELETE FROM procrastinate_workers"))
        db.session.commit()


def missing(answer: TestResponse) -> list[str]:
    """The parts that are not ready; the version is always given."""
    assert answer.json
    assert answer.json.pop("version") == VERSION
    return [name for name, ready in answer.json.items() if not ready]


def heard(app: Flask, ago: timedelta) -> None:
    with app.app_context():
        db.session.execute(text("DELETE FROM procrastinate_workers"))
        db.session.execute(
            text("INSERT INTO procrastinate_workers VALUES (DEFAULT, now() - :ago)"),
            {"ago": ago},
        )
        db.session.commit()


def test_a_process_is_alive_with_or_without_a_database(app: Flask, down: Flask) -> None:
    for each in (app, down):
        answer = each.test_client().get("/health")
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_people_may_be_sent_where_everything_is_ready(app: Flask, worker) -> None:
    answer = app.test_client().get("/ready")
    assert answer.status_code == 200
    assert missing(answer) == []


def test_a_silent_worker_is_missing(app: Flask, worker) -> None:
    heard(app, timedelta(minutes=2))
    answer = app.test_client().get("/ready")
    assert answer.status_code == 503
    assert missing(answer) == ["worker"]


def test_a_database_of_another_version_is_not_ready(
    app: Flask, worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.tables, "HEAD", "9999")
    answer = app.test_client().get("/ready")
    assert answer.status_code == 503
    assert missing(answer) == ["migrations", "worker"]


def test_without_a_database_nothing_is_ready(down: Flask) -> None:
    answer = down.test_client().get("/ready")
    assert answer.status_code == 503
    assert missing(answer) == ["database", "migrations", "worker"]


def test_no_user_is_sent_to_a_server_that_cannot_write(
    app: Flask, worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder in which nothing can be made, as on a disk that has become read-only."""
    here = replace(app.config["TRACKER"], var=Path("/proc/tracker"))
    monkeypatch.setitem(app.config, "TRACKER", here)
    answer = app.test_client().get("/ready")
    assert answer.status_code == 503
    assert missing(answer) == ["disk"]


def test_no_user_is_sent_to_a_server_whose_disk_is_full(
    app: Flask, worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = shutil.disk_usage("/")._replace(free=actions.doctor.disk.FLOOR - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: left)
    answer = app.test_client().get("/ready")
    assert answer.status_code == 503
    assert missing(answer) == ["disk"]


def test_the_check_starts_the_application(down: Flask) -> None:
    """The first request may be for a page: nothing was loaded before it."""
    assert "health" not in down.blueprints
    down.test_client().get("/health")
    assert "health" in down.blueprints
