"""A whole copy of the database by PostgreSQL's own programs, and what it holds.

The program that writes a copy and the queries about it share one snapshot, so that
they are about the same moment. They run as the owner of the tables.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from threading import Thread
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tracker.refusal import Refusal
from tracker.store.database import embedded

_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "requirepeer": "PGREQUIREPEER",
}
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_ERROR = re.compile(r"(?i)\berror:(.*)")
_UPLOADS = "arguments->>'uploads'"
_WHOLE = 2**256
#: What pg_restore sets first, and the first server that knows it.
_TIMEOUT, _FIRST_WITH_TIMEOUT = b"SET transaction_timeout = 0;", 17
_PIECE = 1 << 20
#: How values are written, whatever the server's own settings are.
_PLAIN = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "client_encoding": "UTF8",
}


class CannotCopy(Refusal):
    """The database cannot be copied or filled; the text gives the reason."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and how its owner reaches it: by variables of the environment."""

    environment: dict[str, str]

    def connect(self) -> "psycopg.Connection[Any]":
        """A connection as the owner."""
        given = {name: self.environment.get(v) for name, v in _NAMES.items()}
        return psycopg.connect(**{k: v for k, v in given.items() if v})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TableCopy:
    """How many rows a table holds, and a digest of them in any order."""

    rows: int
    digest: str


def place(folder: Path, url: str | None) -> Place:
    """The database at an address, or else the embedded one in a folder."""
    if url is None:
        embedded.connect(folder).close()
        return Place(embedded.owner_environment(folder))
    known = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://", 1))
    own = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    given = {_NAMES[k]: str(v) for k, v in known.items() if k in _NAMES}
    # The machine's own programs, or else those of the embedded server.
    with suppress(embedded.DatabaseUnavailable):
        brought = embedded.programs.folder(embedded.programs.NEWEST)
        own["PATH"] = f"{own.get('PATH', os.defpath)}{os.pathsep}{brought}"
    return Place({**own, **given})


@contextmanager
def snapshot(here: Place) -> Iterator[tuple["psycopg.Connection[Any]", str]]:
    """A connection that sees one moment, and the name by which others see it too."""
    with here.connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]
        connection.rollback()


def is_empty(connection: "psycopg.Connection[Any]") -> bool:
    """Whether a database has no table."""
    return not _tables(connection)


def tables(connection: "psycopg.Connection[Any]") -> dict[str, TableCopy]:
    """Every table with its number of rows and their digest, read once as a stream."""
    for name, value in _PLAIN.items():
        connection.execute("SELECT set_config(%s, %s, true)", [name, value])
    return {name: _read(connection, name) for name in _tables(connection)}


def _tables(connection: "psycopg.Connection[Any]") -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND NOT relispartition AND relnamespace = current_schema()::regnamespace"
        " ORDER BY relname"
    )
    return [name for (name,) in rows]


def _read(connection: "psycopg.Connection[Any]", table: str) -> TableCopy:
    query = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(table))
    rows = total = 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        rest = b""
        for piece in copy:
            *whole, rest = (rest + bytes(piece)).split(b"\n")
            rows += len(whole)
            for each in whole:
                total += int.from_bytes(sha256(each).digest(), "big")
    return TableCopy(rows, f"{total % _WHOLE:064x}")


def size(connection: "psycopg.Connection[Any]") -> int:
    """The size of the database on its disk, in bytes."""
    row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def check_programs(here: Place, connection: "psycopg.Connection[Any]") -> None:
    """Raises CannotCopy where PostgreSQL's programs are missing or older than it."""
    server = connection.info.server_version // 10_000
    for name in ("pg_dump", "pg_restore"):
        if _version(here, name) < server:
            raise CannotCopy(
                f"{name} on the path is older than the server, which is PostgreSQL "
                f"{server}. Install PostgreSQL's client programs of that version."
            )


def _version(here: Place, name: str) -> int:
    """The version of one of PostgreSQL's programs, 0 where it names none."""
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's
        [_program(here, name), "--version"],
        env=here.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    found = _VERSION.search(done.stdout)
    return 0 if found is None else int(found[1])


def _program(here: Place, name: str) -> str:
    found = shutil.which(name, path=here.environment.get("PATH"))
    if found is None:
        raise CannotCopy(
            f"There is no program {name}. Install PostgreSQL's client programs."
        )
    return found


@contextmanager
def dump(here: Place, snapshot_name: str) -> Iterator[IO[bytes]]:
    """The bytes of a whole copy as of a snapshot. Raises CannotCopy at the end."""
    words = ["--format=custom", "--compress=6", "--no-owner", "--no-privileges"]
    # There are none of ours; one that another role made would end the backups.
    words += ["--no-blobs"]
    words += [f"--snapshot={snapshot_name}"]
    with _running(here, "pg_dump", words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout


def contents(here: Place, give: Callable[[IO[bytes]], object]) -> list[str]:
    """The list of what a copy holds, without the rules of rows.

    They name roles that another server may not have, and are applied again with the
    rights. ``give`` writes the bytes of the copy. Raises CannotCopy.
    """
    with TemporaryFile() as listed:
        with (
            _running(
                here, "pg_restore", ["--list"], stdin=subprocess.PIPE, stdout=listed
            ) as process,
            # It stops reading after the table of contents.
            suppress(BrokenPipeError),
        ):
            assert process.stdin is not None
            give(process.stdin)
        listed.seek(0)
        lines = listed.read().decode().splitlines()
    return [each for each in lines if " POLICY " not in each]


@contextmanager
def fill(here: Place, listed: Sequence[str]) -> Iterator[IO[bytes]]:
    """Takes the bytes of a copy and fills an empty database, whole or not at all.

    ``listed`` are the lines of its ``contents`` to restore. Raises CannotCopy.
    """
    with here.connect() as connection:
        row = connection.execute(
            "SELECT pg_get_userbyid(datdba), current_user FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        server = connection.info.server_version // 10_000
    assert row is not None
    words = ["--no-owner", "--no-privileges"]
    # The tables belong to the owner of the database, not to that of the cluster.
    words += [f"--role={row[0]}"] if row[0] != row[1] else []
    is_older = server < _FIRST_WITH_TIMEOUT <= _version(here, "pg_restore")
    by_program = _filled_by_script if is_older else _filled
    with NamedTemporaryFile("w", encoding="utf-8") as chosen:
        chosen.write("\n".join(listed) + "\n")
        chosen.flush()
        with by_program(here, [*words, f"--use-list={chosen.name}"]) as taken:
            yield taken


@contextmanager
def _filled(here: Place, words: Sequence[str]) -> Iterator[IO[bytes]]:
    """Has pg_restore fill the database itself."""
    whole = ["--single-transaction", "--exit-on-error"]
    into = f"--dbname={here.environment['PGDATABASE']}"
    with _running(
        here, "pg_restore", [*words, *whole, into], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        yield process.stdin


@contextmanager
def _filled_by_script(here: Place, words: Sequence[str]) -> Iterator[IO[bytes]]:
    """Has psql fill the database with the script that pg_restore writes.

    pg_restore of PostgreSQL 17 and newer begins with a setting that an older server
    does not know, which is left out of the script.
    """
    whole = ["--no-psqlrc", "--quiet", "--single-transaction", "--file=-"]
    whole += ["--set=ON_ERROR_STOP=1"]
    with (
        _running(here, "psql", whole, stdin=subprocess.PIPE) as filling,
        _running(
            here,
            "pg_restore",
            [*words, "--file=-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as writing,
    ):
        assert filling.stdin is not None
        assert writing.stdin is not None
        assert writing.stdout is not None
        passing = Thread(target=_pass_on, args=(writing.stdout, filling.stdin))
        passing.start()
        try:
            yield writing.stdin
            with suppress(BrokenPipeError):
                writing.stdin.close()
        except BaseException:
            writing.kill()
            raise
        finally:
            passing.join()
        # psql commits at the end of its input, which comes once pg_restore has ended
        # well: after a failure it is killed instead, and nothing is stored.


def _pass_on(script: IO[bytes], to: IO[bytes]) -> None:
    """Passes a script on without the setting that an older server does not know."""
    try:
        for line in script:
            if line.strip() == _TIMEOUT:
                break
            to.write(line)
        shutil.copyfileobj(script, to)
    except BrokenPipeError:
        # psql has ended, and its message gives the reason; the script's end is read, so
        # that its writer ends too.
        while script.read(_PIECE):
            pass


@contextmanager
def _running(
    here: Place,
    name: str,
    words: Sequence[str],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: "int | IO[bytes]" = subprocess.DEVNULL,
) -> "Iterator[subprocess.Popen[bytes]]":
    """A program of PostgreSQL's, which is ended where its caller fails.

    Raises CannotCopy if there is no such program, and at the end if it failed.
    """
    process = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL's
        [_program(here, name), *words],
        env=here.environment,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
        if process.stdin is not None:
            process.stdin.close()
    except BrokenPipeError:
        pass  # it has ended, and its own message says why
    except BaseException:
        process.kill()
        process.communicate()
        raise
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                with suppress(BrokenPipeError):
                    pipe.close()
    assert process.stderr is not None
    with process.stderr:
        message = process.stderr.read().decode("utf-8", "replace")
    if process.wait() != 0:
        # Only the first line: those after it may quote a row.
        found = _ERROR.search(message)
        reason = found[1].strip() if found else "without a word"
        raise CannotCopy(f"{name} could not do it: {reason.rstrip('.')}.")


def close_functions(connection: "psycopg.Connection[Any]") -> None:
    """Takes back what everybody may do with the functions of the owner: a copy does not
    hold rights, and a new function may be called by everybody.
    """
    rows = connection.execute(
        "SELECT oid::regprocedure::text, proname FROM pg_proc WHERE prosecdef"
        " AND pronamespace = current_schema()::regnamespace"
    ).fetchall()
    for name, short in rows:
        if short == "applied_rights":  # rights are to be given again
            connection.execute(f"DROP FUNCTION {name}")
        else:
            connection.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")


def count_values(connection: "psycopg.Connection[Any]") -> None:
    """Makes PostgreSQL count every table, because a copy brings no counts.

    Without them it plans a query about work for an empty table, and a page that should
    take a moment takes minutes.
    """
    connection.execute("ANALYZE")


def move_files(connection: "psycopg.Connection[Any]", old: Path, new: Path) -> None:
    """Makes rows that name files of one folder name those of another."""
    moved = (
        "CASE WHEN starts_with({0}, %(old)s::text || '/')"
        " THEN %(new)s::text || substr({0}, length(%(old)s::text) + 1) ELSE {0} END"
    )
    every = f"SELECT jsonb_agg({moved.format('f')} ORDER BY n)"
    values = {"old": str(old), "new": str(new)}
    for statement in (
        f"UPDATE uploads SET files = ({every}"
        " FROM jsonb_array_elements_text(files) WITH ORDINALITY AS e (f, n))"
        " WHERE jsonb_array_length(files) > 0",
        f"UPDATE sendings SET path = {moved.format('path')} WHERE path IS NOT NULL",
        "UPDATE tasks SET arguments = arguments || jsonb_build_object('files',"
        f" ({every} FROM jsonb_array_elements_text(arguments->'files') WITH ORDINALITY"
        " AS e (f, n))) WHERE state IN ('waiting', 'running')"
        " AND jsonb_typeof(arguments->'files') = 'array'"
        " AND jsonb_array_length(arguments->'files') > 0",
        "UPDATE tasks SET arguments = arguments || jsonb_build_object('uploads',"
        f" {moved.format(_UPLOADS)})"
        " WHERE state IN ('waiting', 'running')"
        " AND jsonb_typeof(arguments->'uploads') = 'string'",
    ):
        connection.execute(statement, values)
