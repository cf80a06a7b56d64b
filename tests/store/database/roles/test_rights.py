"""Each role of the database may do what the table of rights declares, and no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.conftest import runner, settings, url_of
from tests.emptied import as_owner
from tracker import store
from tracker.app import create_app
from tracker.config import SettingMissing, from_environment
from tracker.extensions import db
from tracker.store.database import rights

NEEDED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def sql(var: Path, app: Flask) -> Callable[..., Any]:
    """Connects past the application, as a role, with the password of its file."""

    def ask(statement: str, role: str = "tracker", *values: object) -> list[Any]:
        with store.database.embedded.connect(var / "postgres", role=role) as sql:
            found = sql.execute(statement, values or None)
            return [] if found.description is None else found.fetchall()

    return ask


TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
    " AND relnamespace = 'public'::regnamespace"
)


def test_every_table_has_a_line(sql) -> None:
    declared = [each.table for each in rights.tables()]
    assert len(declared) == len(set(declared))
    # Parts of a table are reached through it, but for one that is read alone.
    assert {name for (name,) in sql(TABLES)} == set(declared) - {"audit_rest"}


def test_the_owner_of_the_tables_has_all_of_them_and_is_no_superuser(sql) -> None:
    for kind, named, owner in (
        ("class", "relname", "relowner"),
        ("proc", "proname", "proowner"),
        ("type", "typname", "typowner"),
    ):
        space = f"{named[:3]}namespace"
        found = sql(
            f"SELECT {named} FROM pg_{kind} WHERE {space} = 'public'::regnamespace"
            f" AND pg_get_userbyid({owner}) <> 'tracker_owner'"
        )
        assert found == []
    assert (
        sql(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tracker%'"
            " AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication"
            " OR rolbypassrls)"
        )
        == []
    )
    # No role is a member of another, so none can become another.
    assert (
        sql(
            "SELECT member::regrole FROM pg_auth_members"
            " WHERE member::regrole::text LIKE 'tracker%'"
        )
        == []
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET by = 'another'",
        "UPDATE audit SET detail = '{}' WHERE false",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE false",
        "TRUNCATE audit",
        "MERGE INTO audit a USING (SELECT 1 AS id) b ON a.id = b.id"
        " WHEN MATCHED THEN DELETE",
        "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id, at)"
        " DO UPDATE SET by = ''",
        "SELECT * FROM audit FOR UPDATE",
        "SELECT setval('audit_id_seq', 1)",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DROP TABLE audit",
        "CREATE RULE nothing AS ON INSERT TO audit DO INSTEAD NOTHING",
        "CREATE TRIGGER t AFTER INSERT ON audit EXECUTE FUNCTION now()",
        "TRUNCATE people CASCADE",
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE people ADD COLUMN mine int",
        "CREATE INDEX mine ON people (id)",
        "CREATE VIEW mine AS SELECT 1",
        "ALTER FUNCTION count_values RESET search_path",
        "SET ROLE tracker_owner",
        "SET SESSION AUTHORIZATION tracker_owner",
        "SELECT set_config('role', 'tracker_owner', false)",
        "UPDATE alembic_version SET version_num = '0001'",
        "ALTER ROLE tracker BYPASSRLS",
    ],
)
def test_the_application_changes_no_line_of_the_audit_and_no_table(
    sql, statement
) -> None:
    with pytest.raises(NEEDED):
        sql(statement)


def test_the_application_has_the_declared_rights_on_each_table(sql) -> None:
    held = sql(
        "SELECT table_name, privilege_type FROM information_schema.table_privileges"
        " WHERE table_schema = 'public' AND grantee IN ('tracker', 'PUBLIC')"
    )
    declared = {
        (each.table, action.upper())
        for each in rights.tables()
        for action in each.application
    }
    assert set(held) == declared
    assert {("audit", "SELECT"), ("audit", "INSERT")} == {
        each for each in held if each[0] == "audit"
    }
    assert not any(
        action in ("UPDATE", "DELETE", "TRUNCATE")
        for table, action in held
        if table.startswith("audit") and table != "audit_sealing"
    )


def test_a_function_with_the_owners_rights_is_declared_and_searches_no_other_schema(
    sql,
) -> None:
    """A table of the caller's own, with a known name, would be used in its place."""
    found = sql(
        "SELECT proname, proconfig, has_function_privilege('tracker', oid, 'EXECUTE')"
        " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    declared = {each.function: each.application for each in rights.functions()}
    assert {name: may for name, _, may in found} == declared
    for name, given, _ in found:
        (path,) = (each for each in given if each.startswith("search_path="))
        assert path in (
            "search_path=pg_catalog, public, pg_temp",
            "search_path=public, pg_temp",
        ), name


def test_a_tables_name_given_to_the_count_of_values_is_not_run(sql) -> None:
    with pytest.raises(psycopg.errors.InvalidName):
        sql("SELECT count_values('audit; DROP TABLE audit', '{id}')")
    with pytest.raises(psycopg.errors.UndefinedColumn):
        sql("SELECT count_values('audit', '{id); DROP TABLE audit}')")
    assert sql("SELECT count_values('audit', '{id}')") == [("",)]


def test_rights_given_by_hand_are_taken_away_by_the_next_upgrade(app, sql) -> None:
    with app.app_context():
        owner = as_owner()
        owner.exec_driver_sql("GRANT DELETE ON audit TO PUBLIC")
        owner.exec_driver_sql("GRANT UPDATE (by) ON audit TO tracker")
        owner.exec_driver_sql("DROP FUNCTION applied_rights()")
        owner.commit()
        assert not store.tables.is_current()
        sql("DELETE FROM audit")
        store.tables.upgrade()
        assert store.tables.is_current()
    for statement in ("DELETE FROM audit", "UPDATE audit SET by = ''"):
        with pytest.raises(NEEDED):
            sql(statement)


def test_a_line_of_rights_with_another_word_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "rights.csv").write_text("table,application,rows\naudit,truncate,all\n")
    monkeypatch.setattr(rights, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"rights\.csv, line 2: a right is one of"):
        rights.tables()


def test_numbers_reserved_by_two_at_once_are_all_different(app, at_once) -> None:
    def reserve() -> list[int]:
        return store.database.base.reserve("people_id_seq", 500)

    found = at_once(reserve, reserve, reserve)
    assert len({number for each in found for number in each}) == 1500


def test_a_login_that_may_too_much_is_named(app, var, tmp_path) -> None:
    with app.app_context():
        assert store.database.roles.faults() == []
    for role, words in (
        ("tracker_owner", ["owns the tables", "of schools and colleges"]),
        (
            "postgres",
            ["superuser", "make roles", "owns the tables", "of schools and colleges"],
        ),
    ):
        # One login for everything still works.
        store.database.embedded.connect(var / "postgres", "alone").close()
        alone = create_app(settings(tmp_path, url_of(var, "alone", role)))
        flask = runner(alone)
        flask("db", "upgrade")
        assert flask("imports", "list", "--json").json == []
        with alone.app_context():
            found = store.database.roles.faults()
            for engine in db.engines.values():
                engine.dispose()
        assert len(found) == len(words)
        assert all(word in fault for word, fault in zip(words, found, strict=True))


def test_the_printed_statements_make_roles_that_are_separate(
    var, app, tmp_path, request
) -> None:
    """As the administrator of a server would run them, in a database of the test's."""
    made = runner(app)("db", "roles").out
    assert made == store.database.roles.STATEMENTS
    renamed = made.replace("tracker", "council_roles")
    with store.database.embedded.owner(var / "postgres") as sql:
        for line in renamed.splitlines():
            if not line.startswith(("--", "\\")):
                sql.execute(line)
        sql.execute("ALTER ROLE council_roles PASSWORD 'one'")
        sql.execute("ALTER ROLE council_roles_owner PASSWORD 'two'")
        sql.execute("ALTER ROLE council_roles_institution PASSWORD 'three'")
    request.addfinalizer(lambda: _drop(var))
    socket = store.database.embedded.start(var / "postgres").socket
    logins = [
        f"postgresql+psycopg://{role}:{password}@/council_roles?host={socket}"
        for role, password in (
            ("council_roles", "one"),
            ("council_roles_owner", "two"),
            ("council_roles_institution", "three"),
        )
    ]
    council = create_app(settings(tmp_path, *logins))
    flask = runner(council)
    assert flask("db", "upgrade", "--json").json["after"] == store.tables.HEAD
    assert flask("imports", "list", "--json").json == []
    with council.app_context():
        assert store.database.roles.faults() == []
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(text("DELETE FROM audit"))
        db.session.rollback()
    of_schools = "ALTER ROLE council_roles_institution"
    for statement, fault in (
        (f"{of_schools} SUPERUSER", "may do what is the application's"),
        (f"{of_schools} NOSUPERUSER BYPASSRLS", "may do what is the application's"),
        (f"{of_schools} NOBYPASSRLS", None),
        ("GRANT council_roles TO council_roles_institution", "may do what is the"),
        ("REVOKE council_roles FROM council_roles_institution", None),
        (f"{of_schools} PASSWORD 'another'", "does not connect"),
    ):
        with store.database.embedded.owner(var / "postgres") as sql:
            sql.execute(statement)
        with council.app_context():
            found = store.database.roles.faults()
            for engine in db.engines.values():
                engine.dispose()
        assert len(found) == (fault is not None), (statement, found)
        assert not found or fault in found[0], (statement, found)
    # A monitoring system hears of it too.
    assert council.test_client().get("/ready").json["database"] is False
    with council.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_an_upgrade_for_a_role_that_is_not_there_changes_nothing(
    app, var, tmp_path
) -> None:
    """What was shown before is shown still, and the sentence says what is missing."""
    logins = url_of(var, "unmade"), url_of(var, "unmade", "tracker_owner")
    store.database.embedded.connect(var / "postgres", "unmade").close()
    two = create_app(settings(tmp_path, *logins))
    runner(two)("db", "upgrade")
    three = create_app(settings(tmp_path, *logins, url_of(var, "unmade", "no_such")))
    refused = runner(three)("db", "upgrade", code=2)
    assert "The server has no role no_such." in refused.err
    assert "flask db roles" in refused.err
    runner(two)("imports", "list")
    for each in (two, three):
        with each.app_context():
            assert db.session.scalar(text("SELECT count(*) FROM pg_policies")) > 30
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def _drop(var: Path) -> None:
    with store.database.embedded.owner(var / "postgres") as sql:
        sql.execute("DROP DATABASE council_roles WITH (FORCE)")
        sql.execute(
            "DROP ROLE council_roles, council_roles_owner, council_roles_institution"
        )


def test_a_login_of_the_owners_alone_is_refused() -> None:
    given = {"DATABASE_OWNER_URL": "postgresql://tracker_owner@db.example.org/tracker"}
    with pytest.raises(SettingMissing, match="Set DATABASE_URL too"):
        from_environment(given)


#: What a temporary view of the application's role would do as the owner of the tables.
TAKE_OVER = """
CREATE FUNCTION pg_temp.taken() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN EXECUTE 'CREATE TABLE public.taken ()'; RETURN true; END $$;
CREATE TEMP VIEW "{name}" AS SELECT 1 AS id WHERE pg_temp.taken();
GRANT ALL ON "{name}" TO PUBLIC;
"""


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("evil", "SELECT any_row(ARRAY['evil'])"),
        ("people", "SELECT any_row(ARRAY['people'])"),
        ("audit_2010_01", "SELECT audit_drop('2010-01-01')"),
        ("audit_2010_01", "SELECT audit_month('2010-01-01')"),
    ],
)
def test_no_function_of_the_owners_reads_a_temporary_view(app, var, name, call) -> None:
    with store.database.embedded.connect(var / "postgres") as sql:
        sql.execute(TAKE_OVER.format(name=name))
        try:
            sql.execute(call)
        except psycopg.errors.UndefinedTable:
            sql.rollback()
        except psycopg.errors.RaiseException as refused:
            assert "has no month 2010-01" in str(refused)
            sql.rollback()
        found = sql.execute("SELECT to_regclass('public.taken')").fetchone()
        sql.rollback()
    assert found == (None,)
