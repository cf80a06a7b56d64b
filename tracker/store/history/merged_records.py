"""Which records were merged into which: evidence stays with the record it came for."""

from collections.abc import Iterable

from tracker.store.database import base


def records_of(people: Iterable[int]) -> dict[int, int]:
    """Every record of these people, and whom it stands for."""
    asked = list(people)
    found = base.stream(
        "SELECT id, COALESCE(merged_into, id) FROM people"
        " WHERE id = ANY(%s) OR merged_into = ANY(%s)",
        asked,
        asked,
    )
    return dict(found)
