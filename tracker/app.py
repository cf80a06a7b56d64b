"""The one place where everything is put together."""

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock
from typing import Any

from dotenv import load_dotenv
from flask import Flask
from flask.cli import FlaskGroup

from tracker import cli, secret_files
from tracker.config import Settings, from_environment, is_only_help
from tracker.demo import demo_day
from tracker.packing.program_files import COMMAND, TEMPLATES


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from the environment unless ``settings`` are given.

    It starts with the first request or command: `flask --help` should not wait for a
    database driver, and nothing touches the database before the first query.
    """
    environment = {} if settings or is_only_help() else os.environ
    settings = settings or from_environment()
    app = Flask(__name__, static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(
        TRACKER=settings,
        DEMO_DAY=demo_day.found(environment, settings.var),
        # Without a key of its own a process signs for itself alone, and no longer.
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        SQLALCHEMY_DATABASE_URI=settings.database_url or "postgresql+psycopg://",
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings, "APPLICATION"),
    )
    starting = _Starting(app)
    app.wsgi_app = starting.wsgi_app  # type: ignore[method-assign]
    app.extensions["tracker"] = starting.start
    app.extensions["tracker pages"] = starting.add_pages
    cli.register(app)
    return app


def served() -> Flask:
    """The application with what stands in front of it in production."""
    from tracker.web.front.server import front

    return front(create_app())


def command() -> None:
    """Runs a command of the terminal, as the program of an installed package.

    The settings of the folder, which `setup` writes, count where the environment has
    none: flask reads that file by itself. It has to be the user's own, because a
    setting can name a folder of code.
    """
    file = Path(".env")
    if file.is_file() and secret_files.is_own(file):
        load_dotenv(file)
    group = FlaskGroup(
        create_app=create_app, add_default_commands=False, add_version_option=False
    )
    # There is one application, and its settings come from the environment.
    group.params.clear()
    group.main(prog_name=COMMAND)


class _Starting:
    """Loads what answers questions, once, before the first of them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._answer: Callable[..., Iterable[bytes]] = app.wsgi_app
        self._started = self._has_pages = False
        self._lock = RLock()

    def start(self) -> None:
        """Connects the database; does nothing the second time."""
        with self._lock:
            if self._started:
                return
            from tracker import store
            from tracker.extensions import INSTITUTION, OWNER, db

            settings = self._app.config["TRACKER"]
            self._app.config["SQLALCHEMY_BINDS"] = {
                OWNER: _as_owner(settings),
                INSTITUTION: _as_institution(settings),
            }
            db.init_app(self._app)
            with self._app.app_context():
                for engine in (db.engine, db.engines[INSTITUTION]):
                    store.database.shown.listen(engine)
            self._started = True

    def add_pages(self) -> None:
        """Adds every page to the application; does nothing the second time."""
        with self._lock:
            self.start()
            if not self._has_pages:
                from tracker import web

                web.register(self._app)
                self._has_pages = True

    def wsgi_app(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.add_pages()
        return self._answer(environ, start_response)


def _engine_options(settings: Settings, role: str) -> dict[str, Any]:
    """How to connect; ``role`` is the name of a role of the embedded server."""
    # The parameters of a statement are personal data: no error shows them.
    always = {"pool_pre_ping": True, "hide_parameters": True}
    if role != "TABLES":
        # The connection that was used last knows the tables and has its queries ready.
        always["pool_use_lifo"] = True
    if settings.database_url is not None:
        return always
    folder = settings.var / "postgres"

    def connect() -> Any:
        from tracker import store

        of = store.database.embedded.server_passwords
        return store.database.embedded.connect(folder, role=getattr(of, role))

    # The embedded server may have been stopped and started since.
    return {"creator": connect, **always}


def _as_institution(settings: Settings) -> dict[str, Any]:
    """How to connect for the users of schools and colleges.

    On a server without DATABASE_INSTITUTION_URL they use the application's login.
    """
    url = settings.database_institution_url or settings.database_url
    options = _engine_options(settings, "INSTITUTION")
    return {"url": url or "postgresql+psycopg://", **options}


def _as_owner(settings: Settings) -> dict[str, Any]:
    """How to connect as the owner of the tables, for upgrades only.

    A server without a login for it has one login for everything.
    """
    from sqlalchemy.pool import NullPool

    url = settings.database_owner_url or settings.database_url
    options = _engine_options(settings, "TABLES")
    return {"url": url or "postgresql+psycopg://", "poolclass": NullPool, **options}
