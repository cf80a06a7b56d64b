"""What each role of the database may do, by table; applied after every upgrade.

The owner of the tables makes and changes them. The application's own role reads and
writes rows, as ``rights.csv`` allows for each table. What it needs beyond that are
functions of the owner's (``functions.sql``, ``functions.csv``).

See decision 0157.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Connection, text

from tracker.domain.reference.tables import YES_OR_NO, read
from tracker.extensions import db

_FOLDER = Path(__file__).parent
_FILES = [_FOLDER / name for name in ("rights.csv", "functions.csv", "functions.sql")]

#: What a role may do with rows, in the words of SQL. Nothing else is ever granted.
ACTIONS = ("select", "insert", "update", "delete")

#: The function that gives the digest of the rights as they were last applied.
APPLIED = "applied_rights"


@dataclass(frozen=True, slots=True)
class TableRights:
    """What the application's role may do with a table, and with which of its rows."""

    table: str
    application: tuple[str, ...]
    rows: str


@dataclass(frozen=True, slots=True)
class FunctionRights:
    """Which roles may call a function that runs with the rights of the owner."""

    function: str
    application: bool


def tables() -> list[TableRights]:
    """The rights on each table, in the order of the file."""
    return read(_FOLDER / "rights.csv", _table)


def functions() -> list[FunctionRights]:
    """The rights on each function that runs with the rights of the owner."""
    return read(_FOLDER / "functions.csv", _function)


def _table(row: dict[str, str]) -> TableRights:
    actions = tuple(row["application"].split())
    if not set(actions) <= set(ACTIONS):
        raise ValueError(f"a right is one of {', '.join(ACTIONS)}")
    return TableRights(row["table"], actions, row["rows"])


def _function(row: dict[str, str]) -> FunctionRights:
    return FunctionRights(row["function"], YES_OR_NO[row["application"]])


def digest(application: str) -> str:
    """The digest of this version's rights, for an application's role of that name."""
    content = b"".join(file.read_bytes() for file in _FILES)
    return blake2b(content + application.encode(), digest_size=12).hexdigest()


def apply(owner: Connection) -> None:
    """Gives each role its rights, and takes all others away.

    ``owner`` is a connection as the owner of the tables. Tables that this version does
    not have yet, or no longer has, are left out.
    """
    # A function may name a table that an older version does not have.
    owner.execute(text("SET LOCAL check_function_bodies = off"))
    _run(owner, (_FOLDER / "functions.sql").read_text("utf-8"))
    with db.engine.connect() as connection:
        application = str(connection.scalar(text("SELECT current_user")))
    # One login for everything has all rights already.
    if application != owner.scalar(text("SELECT current_user")):
        quoted = application.replace('"', '""')
        for statement in list(_statements(owner, f'"{quoted}"')):
            _run(owner, statement)
    _run(
        owner,
        f"CREATE OR REPLACE FUNCTION {APPLIED}() RETURNS text IMMUTABLE LANGUAGE sql"
        f" AS $$ SELECT '{digest(application)}' $$",
    )


def _run(owner: Connection, statement: str) -> None:
    """Runs statements as they are; SQLAlchemy would read their per cents and colons."""
    sql = owner.connection.cursor()
    sql.execute(statement)
    sql.close()


def _statements(owner: Connection, role: str) -> Iterator[str]:
    if owner.scalar(text(_OWNS_DATABASE)):
        database = owner.scalar(text("SELECT quote_ident(current_database())"))
        yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {role}"
        # Bulk writing goes through temporary tables.
        yield f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}"
    if owner.scalar(text(_OWNS_SCHEMA)):
        yield f"REVOKE ALL ON SCHEMA public FROM PUBLIC, {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
    callable_ = {each.function for each in functions() if each.application}
    for function, name, with_owners_rights in owner.execute(text(_FUNCTIONS)).all():
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {role}"
        if not with_owners_rights or name in callable_:
            yield f"GRANT EXECUTE ON FUNCTION {function} TO {role}"
    sequences: dict[str, list[str]] = {}
    for table, sequence in owner.execute(text(_SEQUENCES)):
        sequences.setdefault(table, []).append(sequence)
    there = set(owner.scalars(text(_TABLES)))
    for each in tables():
        if each.table in there:
            yield f"REVOKE ALL ON {each.table} FROM PUBLIC, {role}"
            yield f"GRANT {', '.join(each.application)} ON {each.table} TO {role}"
            for sequence in sequences.get(each.table, ()):
                yield f"REVOKE ALL ON SEQUENCE {sequence} FROM PUBLIC, {role}"
                if "insert" in each.application:
                    yield f"GRANT USAGE ON SEQUENCE {sequence} TO {role}"


_OWNS_DATABASE = (
    "SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database"
    " WHERE datname = current_database()"
)
_OWNS_SCHEMA = (
    "SELECT pg_has_role(current_user, nspowner, 'USAGE') FROM pg_namespace"
    " WHERE nspname = 'public'"
)
_FUNCTIONS = (
    "SELECT oid::regprocedure::text, proname, prosecdef FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace"
    " AND proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
)
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
    " AND relnamespace = 'public'::regnamespace"
)
_SEQUENCES = (
    "SELECT t.relname, s.oid::regclass::text FROM pg_class s"
    " JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass"
    " AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')"
    " JOIN pg_class t ON t.oid = d.refobjid"
    " WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace"
)
