"""Evidence that may no longer be kept as received: the only evidence ever rewritten.

See decision 0079.
"""

from collections.abc import Mapping
from datetime import date

from tracker.domain.history.evidence import Statement, Tier
from tracker.store.database import base
from tracker.store.history.evidence import NewEvidence, record_all


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
