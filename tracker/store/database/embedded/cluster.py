"""The embedded server's cluster: its roles, its settings and its access rules."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tracker import domain
from tracker.store.database.embedded import (
    folders,
    programs,
    server_account,
    server_passwords,
)
from tracker.store.database.embedded.server_account import Account
from tracker.store.database.embedded.unusable import not_started

#: No connection without a password, and none by a network.
_WHO_IS_LET_IN = f"""\
# Written by Tracker each time that it starts the server.
local all         all             scram-sha-256
local replication {server_passwords.OWNER}        scram-sha-256
"""

#: Settings that hold whatever the cluster's own files contain. PostgreSQL's errors
#: quote rows, so the log leaves out errors of statements: the application logs those
#: without values. The log covers the server itself, and is kept for a week.
_ALWAYS = dict(
    domain.reference.tables.read(
        Path(__file__).with_name("server_settings.csv"),
        lambda row: (row["setting"], row["value"]),
    )
)

#: Files that earlier versions left in the data's folder: a log with rows of people in
#: it, and a list of processes.
_LEFT_OVER = ("log", ".handle_pids.json")

_SECONDS_TO_MAKE = 120


def make(data: Path, account: Account, access: Path, version: int) -> None:
    """Makes a new cluster. It gets its final name only once it is complete.

    Raises DatabaseUnavailable.
    """
    aside = data.with_name(f"{data.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    folders.make_private(aside, account)
    server_account.let_through(account, aside)
    where = programs.folder(version)
    server_account.let_through(account, where / "postgres")
    _run(
        data,
        account,
        where / "initdb",
        "--auth=reject",
        "--encoding=utf8",
        f"--username={server_passwords.OWNER}",
        f"--pgdata={aside}",
    )
    set_passwords(aside, account, access)
    if data.is_dir():
        data.rmdir()  # it is empty, or there would be a cluster
    aside.rename(data)


def set_passwords(data: Path, account: Account, access: Path) -> None:
    """Makes new passwords and sets them for the roles, while no server runs.

    At no moment can a role connect without a password. Raises DatabaseUnavailable.
    """
    passwords = server_passwords.renew(access)
    statements = [
        f"ALTER ROLE {server_passwords.OWNER}"
        f" PASSWORD '{passwords.pop(server_passwords.OWNER)}';"
    ]
    for role, password in passwords.items():
        statements += (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')"
            f" THEN CREATE ROLE {role}; END IF; END $$;",
            f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
            f" NOBYPASSRLS PASSWORD '{password}';",
        )
    _run(
        data,
        account,
        programs.folder(programs.version_of(data)) / "postgres",
        "--single",
        *("-D", data),
        *options(None),
        *("-c", "logging_collector=off", "-c", "exit_on_error=on"),
        "postgres",
        given="".join(f"{each}\n" for each in statements),
    )
    for name in _LEFT_OVER:
        path = data / name
        if path.is_file():
            path.unlink()


def write_access_rules(data: Path, account: Account) -> None:
    """Writes the access rules, unless the file already holds exactly those."""
    path = data / "pg_hba.conf"
    if path.is_file() and path.read_text("utf-8", "replace") == _WHO_IS_LET_IN:
        return
    aside = path.with_suffix(".new")
    aside.write_text(_WHO_IS_LET_IN, "utf-8")
    aside.chmod(0o600)
    if account.is_other:
        os.chown(aside, account.uid, account.gid)
    aside.replace(path)


def options(socket: Path | None) -> list[str]:
    """The server's command-line options. They overrule the cluster's own files."""
    given = dict(_ALWAYS)
    if sys.platform == "linux":
        # After a crash, all files are written to the disk by one call. One by one takes
        # seconds, during which no page answers.
        given["recovery_init_sync_method"] = "syncfs"
    if socket is not None:
        quoted = str(socket).replace('"', '""')
        given["unix_socket_directories"] = f'"{quoted}"'
    return [word for key, value in given.items() for word in ("-c", f"{key}={value}")]


def set_owner(owner: Any, databases: Any) -> None:
    """Gives every database, and everything in it, to the owner of the tables.

    ``owner`` is a connection as the cluster's owner. ``databases`` opens such a
    connection to a database by its name.
    """
    named = owner.execute(
        "SELECT datname FROM pg_database"
        " WHERE NOT datistemplate AND datallowconn AND datname <> 'postgres'"
    ).fetchall()
    for (name,) in named:
        quoted = name.replace('"', '""')
        owner.execute(f'ALTER DATABASE "{quoted}" OWNER TO {server_passwords.TABLES}')
        with databases(name) as inside:
            inside.execute(_HAND_OVER)


#: Sequences of columns follow their tables; array and row types follow their types. The
#: parts of a table do not follow it.
_HAND_OVER = f"""
DO $do$
DECLARE each record;
BEGIN
    FOR each IN
        SELECT format('ALTER TABLE %s', c.oid::regclass) AS what FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
            AND d.classid = 'pg_class'::regclass
            AND (d.deptype = 'e' OR d.deptype IN ('a', 'i') AND c.relkind = 'S'))
        UNION ALL
        SELECT format('ALTER ROUTINE %s', p.oid::regprocedure) FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        UNION ALL
        SELECT format('ALTER TYPE %s', t.oid::regtype) FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        UNION ALL
        SELECT format('ALTER SCHEMA %I', n.nspname) FROM pg_namespace n
        WHERE n.nspname NOT LIKE 'pg\\_%'
        AND n.nspname NOT IN ('information_schema', 'public')
    LOOP
        EXECUTE each.what || ' OWNER TO {server_passwords.TABLES}';
    END LOOP;
END $do$
"""


def _run(
    data: Path, account: Account, *words: str | Path, given: str | None = None
) -> None:
    """Runs one of PostgreSQL's programs to its end. Raises DatabaseUnavailable."""
    output = ""
    try:
        started = account.start(
            *words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with started:
            try:
                output, _ = started.communicate(given, timeout=_SECONDS_TO_MAKE)
            except subprocess.TimeoutExpired:
                started.kill()
                raise
        if started.returncode != 0:
            program = Path(words[0]).name
            raise RuntimeError(f"{program} ended with {started.returncode}.")
    except Exception as error:
        raise not_started(data, error, output) from error
