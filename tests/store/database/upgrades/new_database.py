"""A new database of the council's own server, for a test that makes its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from tests.conftest import on_server
from tracker import store
from tracker.app import create_app
from tracker.extensions import db


@contextmanager
def new_database(var: Path, place: Path) -> Iterator[Flask]:
    """An application in ``place`` on an empty database of the server of ``var``."""
    name = f"council_{abs(hash(place)):x}"
    store.database.embedded.connect(var / "postgres", name).close()
    app = create_app(on_server(place, var, name))
    app.extensions["tracker"]()
    try:
        yield app
    finally:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
