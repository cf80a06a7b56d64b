"""What each role of the database may do, by table; applied after every upgrade.

The owner of the tables makes and changes them. The application's own role reads and
writes rows, as ``rights.csv`` allows for each table. What it needs beyond that are
functions of the owner's (``functions.sql``, ``functions.csv``). The institution's role,
for the users of schools and colleges, reads a few tables. Both are shown only some of
the rows (``shown``).

See decisions 0157, 0164 and 0165.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, make_url, text

from tracker.domain.reference.tables import YES_OR_NO, read
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.database import row_rules
from tracker.store.database.embedded import server_passwords

_FOLDER = Path(__file__).parent
_FILES = [_FOLDER / name for name in ("rights.csv", "functions.csv", "functions.sql")]
_RULES = _FOLDER / "row_rules.py"

#: What a role may do with rows, in the words of SQL. Nothing else is ever granted.
ACTIONS = ("select", "insert", "update", "delete")

#: The function that gives the digest of the rights as they were last applied, and the
#: names of the roles that got them.
APPLIED = "applied_rights"


class NoSuchRole(Refusal):
    """A login names a role that the server does not have; the text says which."""


@dataclass(frozen=True, slots=True)
class TableRights:
    """What each role may do with a table, and the rule of the rows that it is shown.

    The rules are phrases of ``row_rules``.
    """

    table: str
    application: tuple[str, ...]
    application_rows: str
    institution: tuple[str, ...]
    institution_rows: str


@dataclass(frozen=True, slots=True)
class FunctionRights:
    """Which roles may call a function that runs with the rights of the owner."""

    function: str
    application: bool
    institution: bool


def tables() -> list[TableRights]:
    """The rights on each table, in the order of the file."""
    return read(_FOLDER / "rights.csv", _table)


def functions() -> list[FunctionRights]:
    """The rights on each function that runs with the rights of the owner."""
    return read(_FOLDER / "functions.csv", _function)


def _table(row: dict[str, str]) -> TableRights:
    return TableRights(
        row["table"],
        _actions(row["application"]),
        row["application rows"],
        _actions(row["institution"]),
        row["institution rows"],
    )


def _actions(words: str) -> tuple[str, ...]:
    actions = tuple(words.split())
    if not set(actions) <= set(ACTIONS):
        raise ValueError(f"a right is one of {', '.join(ACTIONS)}")
    return actions


def _function(row: dict[str, str]) -> FunctionRights:
    return FunctionRights(
        row["function"],
        YES_OR_NO[row["application"]],
        YES_OR_NO[row["institution"]],
    )


def are_given(applied: str | None) -> bool:
    """Whether the database has this version's rights, given to this process's roles.

    ``applied`` is what ``applied_rights()`` answers, or None. To a process without a
    login for institutions, it does not matter which role has the institution's rights.
    """
    application, institution = role_names()
    given = (applied or "").split("\n")
    expected = [_digest(), application, institution]
    return given == expected or (
        application == institution and given[:2] == expected[:2]
    )


def _digest() -> str:
    """The digest of this version's rights."""
    content = b"".join(file.read_bytes() for file in (*_FILES, _RULES))
    return blake2b(content, digest_size=12).hexdigest()


def role_names() -> tuple[str, str]:
    """The names of the application's role and of the institution's, in this order.

    They are equal where a server has one login for both. The second is read from the
    URL, because that role cannot connect before it has been given its rights.
    """
    with db.engine.connect() as connection:
        application = str(connection.scalar(text("SELECT current_user")))
    settings = current_app.config["TRACKER"]
    if settings.database_url is None:
        return application, server_passwords.INSTITUTION
    if settings.database_institution_url is None:
        return application, application
    return application, make_url(settings.database_institution_url).username or ""


def apply(owner: Connection) -> None:
    """Gives each role its rights, and takes all others away.

    ``owner`` is a connection as the owner of the tables. Tables that this version does
    not have yet, or no longer has, are left out.
    """
    # A function may name a table that an older version does not have.
    owner.execute(text("SET LOCAL check_function_bodies = off"))
    _run(owner, (_FOLDER / "functions.sql").read_text("utf-8"))
    drop_rules(owner)
    application, institution = role_names()
    itself = owner.scalar(text("SELECT current_user"))
    for given in _given(application, institution):
        # One login for everything has all rights already.
        if given.role != itself:
            # Sent at once, since they are many and each is short.
            _run(owner, ";\n".join(_statements(owner, given)))
    applied = "\n".join((_digest(), application, institution))
    _run(
        owner,
        f"CREATE OR REPLACE FUNCTION {APPLIED}() RETURNS text IMMUTABLE LANGUAGE sql"
        f" AS $applied$ SELECT $is${applied}$is$ $applied$",
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What one role is given: rights and rules of rows by table, and functions."""

    kind: str
    role: str
    tables: Mapping[str, tuple[tuple[str, ...], str]]
    functions: Collection[str]
    is_bulk_writer: bool

    @property
    def quoted(self) -> str:
        return '"' + self.role.replace('"', '""') + '"'


def _given(application: str, institution: str) -> Iterator[_Given]:
    yield _Given(
        "application",
        application,
        {each.table: (each.application, each.application_rows) for each in tables()},
        {each.function for each in functions() if each.application},
        is_bulk_writer=True,
    )
    if institution != application:
        yield _Given(
            "institution",
            institution,
            {
                each.table: (each.institution, each.institution_rows)
                for each in tables()
            },
            {each.function for each in functions() if each.institution},
            is_bulk_writer=False,
        )


def _run(owner: Connection, statement: str) -> None:
    """Runs statements as they are; SQLAlchemy would read their per cents and colons."""
    sql = owner.connection.cursor()
    sql.execute(statement)
    sql.close()


def _statements(owner: Connection, given: _Given) -> Iterator[str]:
    role = given.quoted
    if owner.scalar(text(_OWNS_DATABASE)):
        database = owner.scalar(text("SELECT quote_ident(current_database())"))
        yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {role}"
        yield f"GRANT CONNECT ON DATABASE {database} TO {role}"
        if given.is_bulk_writer:  # copy_into needs temporary tables
            yield f"GRANT TEMPORARY ON DATABASE {database} TO {role}"
    if owner.scalar(text(_OWNS_SCHEMA)):
        yield f"REVOKE ALL ON SCHEMA public FROM PUBLIC, {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for function, name, with_owners_rights in owner.execute(text(_FUNCTIONS)).all():
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {role}"
        if not with_owners_rights or name in given.functions:
            yield f"GRANT EXECUTE ON FUNCTION {function} TO {role}"
    sequences: dict[str, list[str]] = {}
    for table, sequence in owner.execute(text(_SEQUENCES)):
        sequences.setdefault(table, []).append(sequence)
    there = set(owner.scalars(text(_TABLES)))
    for table, (actions, rule) in given.tables.items():
        if table not in there:
            continue
        yield f"REVOKE ALL ON {table} FROM PUBLIC, {role}"
        if actions:
            yield f"GRANT {', '.join(actions)} ON {table} TO {role}"
        if actions and row_rules.tables_named(table, rule) <= there:
            yield from row_rules.statements(table, rule, role, kind=given.kind)
        for sequence in sequences.get(table, ()):
            yield f"REVOKE ALL ON SEQUENCE {sequence} FROM PUBLIC, {role}"
            if "insert" in actions:
                yield f"GRANT USAGE ON SEQUENCE {sequence} TO {role}"


def check_roles(owner: Connection) -> None:
    """Raises NoSuchRole, before anything is changed, if a login's role is not there."""
    for role in role_names():
        found = text("SELECT count(*) FROM pg_roles WHERE rolname = :role")
        if not owner.scalar(found, {"role": role}):
            raise NoSuchRole(
                f"The server has no role {role}. Run the statements of "
                "`flask db roles` there, or correct DATABASE_INSTITUTION_URL."
            )


def count_as_owed(owner: Connection) -> None:
    """Makes an upgrade owed until ``apply``, also if it stops half-way."""
    owner.execute(text(f"DROP FUNCTION IF EXISTS {APPLIED}()"))


def drop_rules(owner: Connection) -> None:
    """Drops all rules of rows.

    For ``apply``, and for a migration that changes a column that a rule names. Until
    ``apply`` makes them again, no role but the owner is shown rows of these tables.
    """
    for statement in owner.scalars(text(row_rules.DROPS)).all():
        owner.execute(text(statement))


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
