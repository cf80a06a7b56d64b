"""An invented authority whose pages can be visited: a small demo, being served."""

import logging
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from tests.conftest import SMALL_ON, on_server
from tests.store.database import own_server
from tracker.app import create_app
from tracker.config import DEMO_SECRET

#: 11am on the day of the small authority.
NOW = datetime(SMALL_ON.year, SMALL_ON.month, SMALL_ON.day, 11, tzinfo=UTC)
PEOPLE, SEED = 120, 11
#: The database of the place that is copied.
_MADE = "place"


@dataclass(frozen=True)
class User:
    """A user who may sign in; ``role`` is the title of the role."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Place:
    """An application with an authority in it, and its users."""

    app: Flask
    users: tuple[User, ...]
    #: For each role, the pages that exist only after an action of its user.
    led_to: dict[str, list[str]] = field(default_factory=dict)

    def user(self, role: str) -> User:
        """The first user of a role, by its value or its title."""
        return next(each for each in self.users if _value(each.role) == _value(role))

    @property
    def roles(self) -> list[str]:
        """Each role once, by value."""
        return list(dict.fromkeys(_value(each.role) for each in self.users))


def _value(role: str) -> str:
    return role.lower().replace(" ", "-")


def _give_every_reason() -> None:
    """Gives a reason for each user and young person, so that each page opens at once.

    The page for the reason has tests of its own.
    """
    from tracker import store

    store.database.shown.show_all()
    with store.database.base.transaction():
        store.database.base.run(
            "INSERT INTO look_reasons"
            " (authority, given_by, person_id, on_day, reason, given_at)"
            " SELECT p.authority, u.email, p.id, %s, 'phoned', %s"
            " FROM people p JOIN users u ON u.authority = p.authority",
            [SMALL_ON, NOW],
        )


def users_of(var: Path) -> tuple[User, ...]:
    """The users of the demo in a folder."""
    text = (var / "demo" / "users.txt").read_text("utf-8")
    return tuple(User(*line.split("\t")) for line in text.splitlines())


def make(server: Path, var: Path, database: str) -> Place:
    """Makes the place in a database of its own on the embedded server of a folder.

    It is a copy of one that a process makes once: that takes twenty seconds.
    """
    from tracker import store
    from tracker.extensions import OWNER, db

    shutil.copytree(_made(server), var, dirs_exist_ok=True)
    own_server.copy_database(server / "postgres", _MADE, database)
    app = _application(server, var, database)
    with app.app_context(), db.engines[OWNER].begin() as owner:
        store.database.rights.apply(owner)  # a copy has none to the database itself
    # As `flask serve --demo` has it: then a demo's users need no second step.
    app.config["SECRET_KEY"] = (var / DEMO_SECRET).read_text("utf-8").strip()
    return Place(app, users_of(var))


@cache
def _made(server: Path) -> Path:
    """The folder of the place that is copied; its database is ``_MADE``."""
    from tracker import store
    from tracker.cli import answer
    from tracker.cli.demo import demonstration

    var = own_server.place()
    store.database.embedded.connect(server / "postgres", _MADE).close()
    app = _application(server, var, _MADE)
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        patch.setattr(answer, "now", lambda: NOW)
        patch.setattr(answer, "today", lambda: SMALL_ON)
        store.tables.upgrade()
        demonstration.run(
            people=PEOPLE,
            seed=SEED,
            on=SMALL_ON,
            say=lambda line: None,
            replacing=True,
        )
        _give_every_reason()
    close(Place(app, ()))
    return var


def _application(server: Path, var: Path, database: str) -> Flask:
    app = create_app(on_server(var, server, database))
    # Before the pages are added: an error is to be raised, not shown as a page.
    app.config.update(NOW=NOW, TESTING=True)
    app.extensions["tracker pages"]()
    app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="tracker")
    return app


def close(place: Place) -> None:
    """Closes the application's connections to the server."""
    from tracker.extensions import db

    with place.app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serves the pages from this process; yields their address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, _whole(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def _whole(app: Flask) -> WSGIApplication:
    """Sends every answer in one piece.

    A browser that goes on to the next page stops loading this one, and werkzeug then
    leaves open the file that it was sending.
    """

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as parts:
            return [b"".join(parts)]

    return answer
