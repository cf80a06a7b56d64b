"""Deleting the positions of people or days, and what is stored beside positions."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.store.database import base
from tracker.store.history import positions, tallies
from tracker.store.history.ledger import owed_rows

#: The tables of what is made and deleted with the positions of a day.
_BESIDE = ("return_details", "indicator_rows")


def forget(people: Iterable[int]) -> None:
    """Deletes every position and ledger row of these people, on every date."""
    forgotten(people).write()


def forgotten(people: Iterable[int], *also: str) -> tallies.Counting:
    """As ``forget``, but for the tallies: the count that is still to be written.

    One statement deletes the rows of all tables, and notes that those of the ledger are
    owed. ``also`` are the statements of other tables about ``people``.
    """
    numbers = list(people)
    beside = ", ".join(
        f"of_{number} AS ({statement})"
        for number, statement in enumerate(
            (
                *(
                    f"DELETE FROM {table} WHERE person_id = ANY(%(people)s)"
                    for table in (*_BESIDE, *owed_rows.MADE)
                ),
                owed_rows.NOTE,
                *also,
            )
        )
    )
    return _deleted(
        f"WITH {beside} DELETE FROM positions WHERE person_id = ANY(%(people)s)",
        {"people": numbers},
    )


def forget_days(authority: str, *, but: Iterable[date]) -> None:
    """Deletes an authority's positions on every day except ``but``."""
    condition = "authority = %(authority)s AND NOT as_of = ANY(%(but)s::date[])"
    values = {"authority": authority, "but": list(but)}
    _deleted(f"DELETE FROM positions WHERE {condition}", values).write()
    for table in _BESIDE:
        base.run(f"DELETE FROM {table} WHERE {condition}", values)


def _deleted(statement: str, values: Mapping[str, Any]) -> tallies.Counting:
    """The count of the positions that a statement deletes, to be subtracted."""
    counting = tallies.Counting()
    for row in base.stream_named(f"{statement} RETURNING {positions.STORED}", values):
        *read, sealed = row
        shown = positions.member(read)
        counted = None if sealed is None else positions.counted(shown, sealed)
        counting.add(shown, row[positions.ANSWERS], counted, -1)
    return counting
