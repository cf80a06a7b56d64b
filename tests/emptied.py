"""The database at hand, emptied for the next test by the owner of the cluster."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Connection

from tests.store.database import own_server

_OWNERS = "connection of the owner"
_CLUSTERS = "connection of the cluster's owner"
#: A process that a test killed, or a failure half-way, may have left one open.
_END_WHAT_IS_OPEN = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = ANY(%s)
    AND state LIKE 'idle in transaction%%'
"""
#: The tables that have pages, and their size; and those whose next row would not get
#: the first number, with what numbers them.
_USED = """
    WITH numbering AS MATERIALIZED (
        SELECT seqrelid AS id FROM pg_sequence
        WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
    )
    SELECT relname, pg_relation_size(oid), NULL FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%(tables)s)
    AND pg_relation_size(oid) > 0
    UNION ALL
    SELECT t.relname, 0, n.id::regclass::text FROM numbering n
    JOIN pg_depend d ON d.objid = n.id AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ANY(%(tables)s)
"""
#: What a query's plan goes by is that of a new table again, and the size is answered.
_AS_NEW = """
    UPDATE pg_class SET reltuples = -1, relpages = 0
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)
    RETURNING pg_relation_size(oid)
"""
#: The bytes of a table from which on its indexes may be large too, so that they would
#: stay so without their rows.
_LARGE = 20 * 8192


def as_owner() -> Connection:
    """A connection of the application at hand as the owner of its tables.

    It is kept for the next test: to connect takes longer than to empty a table.
    """
    from tracker.extensions import OWNER, db

    kept: Connection | None = current_app.extensions.get(_OWNERS)
    if kept is None or kept.invalidated:
        kept = db.engines[OWNER].connect()
        # A test that still reads a table is to fail, rather than wait for itself.
        kept.exec_driver_sql("SET lock_timeout = '20s'")
        kept.commit()
        current_app.extensions[_OWNERS] = kept
    return kept


def close() -> None:
    """Closes the connections of the application at hand."""
    from tracker.extensions import db

    for name in (_OWNERS, _CLUSTERS):
        if (kept := current_app.extensions.pop(name, None)) is not None:
            kept.close()
    for engine in db.engines.values():
        engine.dispose()


def empty() -> None:
    """Empties every table of the database at hand, and what the process remembers."""
    from tracker import actions
    from tracker.extensions import db
    from tracker.store.database.embedded.server_passwords import (
        APPLICATION,
        INSTITUTION,
    )

    db.session.rollback()
    owner = cluster_owner()
    owner.execute(_END_WHAT_IS_OPEN, [[APPLICATION, INSTITUTION]])
    _empty(owner, emptied_tables())
    actions.intake.matching.known_people._kept.clear()


def cluster_owner() -> Any:
    """A connection to the database at hand as the owner of the cluster, which is kept.

    Rules, keys to other tables and the walls around the audit do not bind it.
    """
    kept = current_app.extensions.get(_CLUSTERS)
    if kept is None or kept.closed:
        ours = as_owner()
        kept = own_server.beside(ours)
        ours.rollback()
        # A test that still reads a table is to fail, rather than wait for itself.
        kept.execute("SET lock_timeout = '20s'; SET session_replication_role = replica")
        current_app.extensions[_CLUSTERS] = kept
    return kept


def emptied_tables() -> list[str]:
    """The names of the tables that are emptied for each test."""
    from tracker import store
    from tracker.extensions import db

    return [
        *(table.name for table in db.metadata.sorted_tables),
        *store.work.queue.TABLES,
    ]


def _empty(owner: Any, tables: Sequence[str]) -> None:
    """Empties tables: most are as they were made, and the others have a few rows.

    To truncate a table makes it again with its indexes, and so each table that refers
    to it; to delete some rows, and then their pages, takes a fraction of that.
    """
    found = owner.execute(_USED, {"tables": tables}).fetchall()
    if not found:
        return
    used = sorted({name for name, _, _ in found})
    numbering = [each for _, _, each in found if each is not None]
    if all(size < _LARGE for _, size, _ in found):
        steps = [f'DELETE FROM "{name}"' for name in used]
        steps += [f"SELECT setval('{each}', 1, false)" for each in numbering]
        owner.execute("; ".join(steps))
        # An option of PostgreSQL 16; without it the same takes a moment longer.
        quicker = (
            "(SKIP_DATABASE_STATS)" if owner.info.server_version >= 160_000 else ""
        )
        owner.execute(f"VACUUM {quicker} {_listed(used)}")
        # A page stays where a connection could still read what it held.
        if not any(size for (size,) in owner.execute(_AS_NEW, [used])):
            return
    owner.execute(f"TRUNCATE {_listed(used)} RESTART IDENTITY CASCADE")


def _listed(tables: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in tables)
