"""The institution's role, on a connection of its own: it is shown only its own rows.

The small authority has leavers at several schools.
"""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tracker import store
from tracker.store.database import rights

DENIED = psycopg.errors.InsufficientPrivilege
ROLE = "tracker_institution"
#: Partitions too: a table's rules do not hold for a partition that is read directly.
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm')"
    " AND relnamespace = 'public'::regnamespace"
)
STATEMENTS = {
    "select": 'SELECT FROM "{}"',
    "insert": 'INSERT INTO "{}" DEFAULT VALUES',
    "update": 'UPDATE "{}" SET "{}" = DEFAULT',
    "delete": 'DELETE FROM "{}"',
}
#: What a school may read: its leavers, what it sent and what came of it, the register,
#: and how far the leavers are made.
READ = {
    "corrections",
    "derivations",
    "entries",
    "expected_rows",
    "import_batches",
    "leavers",
    "leaving_years",
    "notices",
    "register_evidence",
    "register_facts",
    "school_ledger_rows",
    "sender_columns",
    "sendings",
    "tasks",
}

Ask = Callable[..., list[Any]]


@pytest.fixture
def ask(small, var) -> Iterator[Ask]:
    """Runs one statement as the role, shown what an institution's request is shown."""
    with store.database.embedded.connect(var / "postgres", "small", ROLE) as sql:

        def one(statement: str, keys: str = "", authority: str = "359") -> list[Any]:
            try:
                sql.execute(
                    "SELECT set_config('tracker.authorities', %s, true),"
                    " set_config('tracker.institutions', %s, true)",
                    [authority, keys],
                )
                found = sql.execute(statement)
                return [] if found.description is None else found.fetchall()
            finally:
                sql.rollback()

        yield one


@pytest.fixture
def owner(small, var) -> Iterator[Callable[[str], list[Any]]]:
    """Asks the owner of the tables, who sees every row."""
    role = "tracker_owner"
    with store.database.embedded.connect(var / "postgres", "small", role) as sql:
        yield lambda statement: sql.execute(statement).fetchall()


def test_it_reads_these_tables_and_is_denied_all_others(ask, owner) -> None:
    for (table,) in owner(TABLES):
        column = owner(
            "SELECT attname FROM pg_attribute WHERE attnum = 1"
            f" AND attrelid = '\"{table}\"'::regclass"
        )[0][0]
        for right, statement in STATEMENTS.items():
            if right == "select" and table in READ:
                ask(statement.format(table))
                continue
            with pytest.raises(DENIED, match=f"permission denied for table {table}"):
                ask(statement.format(table, column))


def test_the_tables_that_it_reads_are_those_of_the_file() -> None:
    given = {each.table: each.institution for each in rights.tables()}
    assert {table for table, actions in given.items() if actions} == READ
    assert set(given.values()) == {(), ("select",)}


def test_each_institution_is_shown_the_ledger_of_its_own_pupils(
    ask, owner, leavers
) -> None:
    counted = "SELECT institution, count(*) FROM school_ledger_rows GROUP BY 1"
    everybody = dict(owner(counted))
    assert len(everybody) > 2
    for key, pupils in everybody.items():
        assert ask(counted, key) == [(key, pupils)]
        assert ask(counted, key, "350") == []
    for key in ("", "urn:%", "NULL"):
        assert ask(counted, key) == []


def test_each_institution_is_shown_its_own_leavers(ask, owner, leavers) -> None:
    everybody = owner("SELECT institution, count(*) FROM leavers GROUP BY 1")
    assert len(everybody) > 2
    for key, leavers in everybody:
        found = ask("SELECT institution, count(*) FROM leavers GROUP BY 1", key)
        assert found == [(key, leavers)]
    two = [key for key, _ in everybody[:2]]
    both = ask("SELECT DISTINCT institution FROM leavers", "\n".join(two))
    assert {key for (key,) in both} == set(two)


@pytest.mark.parametrize("keys", ["", "urn:", "urn:%", "%", "NULL", "{}", "urn:1\n"])
def test_without_a_key_of_its_own_it_is_shown_no_leaver(
    ask, owner, leavers, keys
) -> None:
    assert owner("SELECT count(*) FROM leavers")[0][0] > 0
    assert ask("SELECT count(*) FROM leavers", keys) == [(0,)]


def test_the_rows_of_another_authority_are_not_shown(ask, owner, leavers) -> None:
    for (key,) in owner("SELECT DISTINCT institution FROM leavers"):
        for authority in ("", "350"):
            found = ask("SELECT count(*) FROM leavers", key, authority)
            assert found == [(0,)]


def test_of_the_council_it_sees_neither_files_nor_work(ask, owner, leavers) -> None:
    key = owner("SELECT institution FROM leavers LIMIT 1")[0][0]
    assert owner("SELECT count(*) FROM import_batches")[0][0] > 2
    assert ask("SELECT DISTINCT feed FROM import_batches", key) == [("establishments",)]
    assert ask("SELECT DISTINCT source FROM entries", key) == [("establishments",)]
    assert ask("SELECT count(*) FROM tasks", key) == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE tracker",
        "SET ROLE tracker_owner",
        "SET SESSION AUTHORIZATION tracker",
        "CREATE TEMP TABLE mine (a int)",
        "CREATE TABLE mine (a int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE leavers DISABLE ROW LEVEL SECURITY",
        "DROP POLICY rows_shown_institution ON leavers",
        "GRANT SELECT ON people TO tracker_institution",
        "SELECT people_with(ARRAY['a'])",
        "SELECT authorities_held()",
        "SELECT audit_drop('2026-10-01')",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY leavers TO PROGRAM 'cat'",
        "SELECT rolpassword FROM pg_authid",
    ],
)
def test_it_cannot_reach_further(ask, statement) -> None:
    with pytest.raises(DENIED):
        ask(statement)


def test_a_row_that_may_not_be_shown_is_not_found_by_an_error(
    ask, owner, leavers
) -> None:
    """A condition that fails on a row of another school is not run on it."""
    (mine, *_, other) = sorted(owner("SELECT DISTINCT institution FROM leavers"))
    given = owner(
        f"SELECT given FROM leavers WHERE institution = '{other[0]}' LIMIT 1"
    )[0][0].replace("'", "''")
    probe = (
        f"SELECT count(*) FROM leavers WHERE 1 / (CASE WHEN given = '{given}'"
        f" AND institution = '{other[0]}' THEN 0 ELSE 1 END) = 1"
    )
    ask(probe, mine[0])
    with pytest.raises(psycopg.errors.DivisionByZero):
        ask(probe, other[0])


@pytest.mark.long
def test_an_examiner_connects_as_each_role(app, process) -> None:
    for role in ("application", "institution", "tables"):
        address = process("db", "examine", "--json", role).json["address"]
        named = process(
            *("db", "examine", role, "psql", "-tAc"),
            "SELECT current_user || ' ' || count(*) FROM import_batches",
        )
        rows = "SELECT count(*) FROM people"
        refused = process("db", "examine", role, "psql", "-tAc", rows)
        assert address.startswith(f"postgresql://{named.out.split()[0]}@")
        assert ("permission denied" in refused.err) is (role == "institution")
    assert process("db", "examine", "postgres").code == 2
