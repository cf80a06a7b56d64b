"""The page for the machine that watches: nobody signs in, and it tells the truth."""

from pathlib import Path

from flask import Flask

from tests.conftest import settings
from tracker.app import create_app


def test_it_answers_while_the_database_does(app: Flask) -> None:
    answer = app.test_client().get("/health")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok"}


def test_it_says_when_the_database_does_not_answer(tmp_path: Path) -> None:
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"
    down = create_app(settings(tmp_path, nobody))
    answer = down.test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json == {"status": "the database does not answer"}


def test_it_starts_what_it_needs_by_itself(tmp_path: Path) -> None:
    """The first question may be a page: nothing was loaded before it."""
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"
    down = create_app(settings(tmp_path, nobody))
    assert "health" not in down.blueprints
    down.test_client().get("/health")
    assert "health" in down.blueprints
