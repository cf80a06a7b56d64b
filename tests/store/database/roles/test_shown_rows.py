"""The database shows an authority's rows to the requests of that authority alone."""

from pathlib import Path

import psycopg
import pytest

from tracker import store
from tracker.extensions import db
from tracker.store.database import rights

DENIED = psycopg.errors.InsufficientPrivilege
CONNECT = store.database.embedded.connect


def with_rules() -> list[str]:
    columns = {table.name: table.c for table in db.metadata.sorted_tables}
    return [
        each.table
        for each in rights.tables()
        if each.application_rows.startswith("authority")
        and "authority" in columns.get(each.table, ())
    ]


#: Digests of the audit's lines, without a line: verified for all authorities at once.
DIGESTS = {"audit_seals", "audit_dropped"}


def test_every_table_with_an_authority_or_a_person_is_separated() -> None:
    columns = {table.name: table.c for table in db.metadata.sorted_tables}
    rules = {each.table: each.application_rows for each in rights.tables()}
    for name, own in columns.items():
        if "authority" in own and name not in DIGESTS:
            assert rules[name].startswith("authority"), name
        if {"person_id", "user_id", "batch_id", "run_id", "contact_id"} & {*own.keys()}:
            assert rules[name] != "all" or name == "begun_sign_ins", name


#: What all authorities share: the register of schools.
SHARED = {"import_batches", "entries"}


def count(table: str, shown: str, var: Path, role: str = "tracker") -> int:
    """The number of rows of a table that a role is shown."""
    with CONNECT(var / "postgres", "small", role) as sql:
        sql.execute("SELECT set_config('tracker.authorities', %s, false)", [shown])
        found = sql.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    assert found is not None
    return int(found[0])


def test_the_rows_of_another_authority_are_not_shown(leavers, var) -> None:
    """The small authority has rows in most tables; another is shown none of them."""
    separated = {
        each.table for each in rights.tables() if each.application_rows != "all"
    }
    filled = [t for t in separated if count(t, "", var, "tracker_owner")]
    assert len(filled) > 15
    for table in set(filled) - {"audit_rest"}:
        everything = count(table, "", var, "tracker_owner")
        assert count(table, "359", var) == everything, table
        for other in ("350", "", "35", "3599", "%", "NULL", "sign-in"):
            shown = count(table, other, var)
            if table in SHARED:
                assert 0 < shown < everything, (table, other)
            elif other != "sign-in":
                assert shown == 0, (table, other)


def test_accounts_alone_are_shown_until_it_is_known_who_signs_in(small, var) -> None:
    of_accounts = {
        *("users", "settings", "kept_forms", "signed_in", "passkeys"),
        *("authenticator_apps", "recovery_codes", "account_links", "account_letters"),
        *("provider_identities", "provider_sessions"),
    }
    for each in rights.tables():
        shown = each.application_rows != "all" and count(each.table, "sign-in", var)
        assert not shown or each.table in of_accounts | SHARED, each.table


def test_the_rows_of_another_authority_are_not_written(leavers, var) -> None:
    allowed = {each.table: each.application for each in rights.tables()}
    filled = {t for t in with_rules() if count(t, "", var, "tracker_owner")} - SHARED
    assert len(filled) > 5
    with CONNECT(var / "postgres", "small") as own:
        own.execute("SELECT set_config('tracker.authorities', '350', false)")
        with pytest.raises(DENIED, match="row-level security"):
            own.execute("INSERT INTO group_sessions (authority) VALUES ('359')")
        own.rollback()
        own.execute("SELECT set_config('tracker.authorities', '350', false)")
        for table in filled:
            if table.startswith("audit"):
                continue
            for right, statement in (
                ("delete", f"DELETE FROM {table}"),
                ("update", f"UPDATE {table} SET authority = '350'"),
            ):
                if right in allowed[table]:
                    own.execute("SAVEPOINT s")
                    assert own.execute(statement).rowcount == 0
                    own.execute("ROLLBACK TO s")
        own.rollback()
