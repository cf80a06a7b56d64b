"""Changes of the evidence: what is new, withdrawn or no longer kept, and its size.

Evidence that may no longer be kept as received is the only evidence that is ever
rewritten. See decision 0079.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from tracker.domain.history.evidence import Statement, Tier
from tracker.store.database import base, cached
from tracker.store.history.evidence import NewEvidence, record_all


def sources_between(
    persons: Iterable[int], after: datetime, until: datetime
) -> dict[int, str]:
    """The newest source of a change to each person's evidence between two moments.

    A change is evidence recorded or withdrawn after ``after`` and up to ``until``.
    Gives the source's name by person, with the batch's number where it was a file.
    """
    found = base.stream(
        "SELECT DISTINCT ON (COALESCE(p.merged_into, p.id))"
        " COALESCE(p.merged_into, p.id), n.source, n.batch_id,"
        " n.withdrawn_at IS NOT NULL AND n.withdrawn_at > %s"
        " FROM evidence e JOIN entries n ON n.id = e.entry_id"
        " JOIN people p ON p.id = e.person_id"
        " WHERE COALESCE(p.merged_into, p.id) = ANY(%s)"
        " AND ((n.recorded_at > %s AND n.recorded_at <= %s)"
        " OR (n.withdrawn_at > %s AND n.withdrawn_at <= %s))"
        " ORDER BY 1, n.recorded_at DESC, n.id DESC",
        after,
        list(persons),
        after,
        until,
        after,
        until,
    )
    return {
        person: f"{'withdrawn: ' if taken_back else ''}{source}"
        + (f", batch {batch}" if batch is not None else "")
        for person, source, batch, taken_back in found
    }


def by_hand_since(persons: Iterable[int], since: datetime) -> set[int]:
    """Those of these people with evidence that a user recorded or took back since then.

    What a file brought is no such change, unless the file was withdrawn.
    """
    return base.distinct(
        "SELECT COALESCE(p.merged_into, p.id)"
        " FROM people p JOIN evidence e ON e.person_id = p.id"
        " JOIN entries n ON n.id = e.entry_id"
        " WHERE (p.id = ANY(%s) OR p.merged_into = ANY(%s))"
        " AND ((n.batch_id IS NULL AND n.recorded_at >= %s) OR n.withdrawn_at >= %s)",
        *(list(persons), list(persons), since, since),
    )


def records_of(batch_id: int) -> set[int]:
    """The records that a batch holds evidence about, unless it is withdrawn."""
    return base.distinct(
        "SELECT DISTINCT e.person_id FROM evidence e"
        " JOIN entries n ON n.id = e.entry_id"
        " WHERE n.batch_id = %s AND n.withdrawn_at IS NULL",
        batch_id,
    )


def withdraw_batch(batch_id: int, *, by: str, at: datetime) -> set[int]:
    """Withdraws a batch's evidence and returns the records that it was about."""
    cached.renew()  # the batch may be a register
    records = records_of(batch_id)
    base.execute(
        "UPDATE entries SET withdrawn_at = :at, withdrawn_by = :by"
        " WHERE batch_id = :batch AND withdrawn_at IS NULL",
        {"at": at, "by": by, "batch": batch_id},
    )
    return records


def withdraw_row(row: int, *, by: str, at: datetime) -> bool:
    """Withdraws the evidence of one line, where its entries hold no other line.

    Returns False, and withdraws nothing, where an entry of the line also holds other
    lines, as in an applied batch.
    """
    entries = base.execute(
        "SELECT e.entry_id, (SELECT count(DISTINCT o.row_id) FROM evidence o"
        " WHERE o.entry_id = e.entry_id) AS lines FROM evidence e"
        " JOIN entries n ON n.id = e.entry_id"
        " WHERE e.row_id = :row AND n.withdrawn_at IS NULL",
        {"row": row},
    ).all()
    if any(each.lines > 1 for each in entries):
        return False
    base.execute(
        "UPDATE entries SET withdrawn_at = :at, withdrawn_by = :by"
        " WHERE id = ANY(:entries)",
        {"at": at, "by": by, "entries": [each.entry_id for each in entries]},
    )
    return True


def size_on_disk() -> dict[str, int]:
    """The bytes that each table takes, by table, the largest first."""
    counted = base.execute(
        "SELECT relname, pg_total_relation_size(oid) AS size FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " ORDER BY 2 DESC, 1"
    )
    return {row.relname: row.size for row in counted}


def counts() -> dict[str, int]:
    """The numbers of facts, rows of evidence and people in the store."""
    row = base.execute(
        "SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM evidence),"
        " (SELECT count(*) FROM people WHERE live)"
    ).one()
    return {"facts": row[0], "evidence": row[1], "people": row[2]}


def only_withdrawn(persons: Collection[int]) -> set[int]:
    """The facts of these people that have only withdrawn evidence.

    Few people have withdrawn evidence, and only their facts are checked.
    """
    doubtful = base.column(
        "SELECT DISTINCT e.person_id FROM entries n"
        " JOIN evidence e ON e.entry_id = n.id"
        " WHERE n.withdrawn_at IS NOT NULL AND e.person_id = ANY(%s)",
        list(persons),
    )
    if not doubtful:
        return set()
    return base.distinct(
        "SELECT fact FROM (SELECT unnest(e.facts) AS fact,"
        " n.withdrawn_at IS NULL AS stands FROM evidence e"
        " JOIN entries n ON n.id = e.entry_id WHERE e.person_id = ANY(%s)) stated"
        " GROUP BY fact HAVING NOT bool_or(stands)",
        doubtful,
    )


def replace_lines(
    authority: str, statements: Mapping[int, Mapping[date, tuple[Statement, ...]]]
) -> set[int]:
    """Replaces the statements of each line (row) by those given for each day.

    The evidence stays in the entry that it arrived with. A day without given statements
    is left with none. Facts without any evidence left are deleted. Returns the people
    that the lines are about.
    """
    if not statements:
        return set()
    before = list(
        base.stream(
            "DELETE FROM evidence WHERE row_id = ANY(%s)"
            " RETURNING row_id, entry_id, person_id, tier, as_at",
            list(statements),
        )
    )
    before.sort()
    record_all(
        [entry for _, entry, *_ in before],
        authority,
        [
            NewEvidence(person, row, Tier(tier), as_at, statements[row].get(as_at, ()))
            for row, _, person, tier, as_at in before
        ],
    )
    touched = {person for _, _, person, *_ in before}
    base.run(
        "DELETE FROM facts f WHERE f.person_id = ANY(%s) AND NOT EXISTS"
        " (SELECT 1 FROM evidence e WHERE e.person_id = f.person_id"
        " AND f.id = ANY(e.facts))",
        [list(touched)],
    )
    return touched
