"""Merged records: evidence stays with the record that it was received for."""

from collections.abc import Iterable

from tracker.store.database import base


def records_of(people: Iterable[int]) -> dict[int, int]:
    """Every record of these people, with the person that it now belongs to."""
    numbers = list(people)
    return dict(
        base.repeated(
            "SELECT id, COALESCE(merged_into, id) FROM people"
            " WHERE id = ANY(%s) OR merged_into = ANY(%s)",
            numbers,
            numbers,
        )
    )
