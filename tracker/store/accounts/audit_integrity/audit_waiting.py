"""Lines of the audit that wait for a seal, and numbers that no line has."""

from datetime import datetime

from psycopg.types.multirange import Int8Multirange

from tracker.store.accounts import audit_checks, audit_seals
from tracker.store.database import base

#: Lines by number, so that an audit that was never sealed is not read whole.
_OLDEST_UNSEALED = (
    "SELECT min(at) FROM ((SELECT at FROM audit WHERE id > :sealed_to ORDER BY id"
    " LIMIT 1000) UNION ALL (SELECT at FROM audit"
    " JOIN (SELECT lower(gap), upper(gap)"
    " FROM unnest(CAST(:gaps AS int8multirange)) AS gap OFFSET 0) AS gaps (a, b)"
    " ON id >= a AND id < b LIMIT 1000)) AS unsealed"
)


def unsealed_since() -> datetime | None:
    """The moment of the oldest line that waits for its seal, None where none waits."""
    state = audit_seals.sealing()
    values: dict[str, object] = {"sealed_to": 0, "gaps": Int8Multirange()}
    if state is not None:
        gaps = audit_seals.merged(state.gaps, state.older_gaps)
        values = {"sealed_to": state.sealed_to, "gaps": gaps}
    found: datetime | None = base.execute(_OLDEST_UNSEALED, values).scalar_one()
    return found


def last_sealed_at() -> datetime | None:
    """The moment of the newest seal, None without one."""
    found: datetime | None = base.execute(
        "SELECT sealed_at FROM audit_seals ORDER BY id DESC LIMIT 1"
    ).scalar()
    return found


def _is_written_now() -> bool:
    """Whether a transaction is open that may have lines which cannot be seen yet."""
    return bool(
        base.number(
            "SELECT count(*) FROM pg_locks JOIN pg_class c ON c.oid = relation"
            " LEFT JOIN pg_inherits i ON i.inhrelid = c.oid"
            " WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted"
            " AND database = (SELECT oid FROM pg_database"
            " WHERE datname = current_database())"
            " AND pid <> pg_backend_pid() AND"
            " 'audit'::regclass IN (c.oid, i.inhparent)"
        )
    )


#: Spans of numbers between the lines after one, up to the last number given out.
_MISSING = (
    "SELECT earlier + 1, id - 1 FROM (SELECT id, lag(id, 1, %s) OVER (ORDER BY id)"
    " AS earlier FROM (SELECT id FROM audit WHERE id > %s UNION SELECT"
    " coalesce(pg_sequence_last_value('audit_id_seq'), 0) + 1) AS ids) AS pairs"
    " WHERE id > earlier + 1 ORDER BY id LIMIT 1000"
)


def missing_numbers() -> list[tuple[int, int]]:
    """Numbers that were given out after the last sealed line, and that no line has.

    By first and last; empty while lines are being written that cannot be seen yet. Only
    work that is shown every authority's lines may use it.
    """
    until = audit_checks.sealed_to()
    some = list(base.stream(_MISSING, until, until))
    if not some or _is_written_now():
        return []
    # What was being written at the first look can be seen by now.
    last = some[-1][1]
    again = base.stream(_MISSING, until, until)
    return [(a, min(b, last)) for a, b in again if a <= last]


def passed_over() -> list[tuple[int, int]]:
    """Numbers before the last sealed line that no line had when it was sealed.

    By first and last, of the last days: older ones were given up.
    """
    return [(gap.lower, gap.upper - 1) for gap in audit_checks.gaps()]
