"""What changed in the evidence about people between two moments."""

from collections.abc import Iterable
from datetime import datetime

from tracker.store.database import base


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
