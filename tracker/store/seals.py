"""Whose former identity is sealed."""

from collections.abc import Iterable

from tracker.store import base


def of_people(numbers: Iterable[int]) -> set[int]:
    """Those of these people of whom a former identity is sealed."""
    return {
        number
        for (number,) in base.stream(
            "SELECT p.id FROM people p JOIN people r ON r.id = "
            "COALESCE(p.merged_into, p.id)"
            " WHERE p.id = ANY(%s) AND r.sealed_names <> '[]'",
            list(numbers),
        )
    }
