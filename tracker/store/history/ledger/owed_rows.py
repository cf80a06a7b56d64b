"""Whose rows of the ledger have still to be made, by leaving year and day.

What changes about a young person deletes their rows and notes that they are owed; only
theirs are made again. See decision 0195.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode
from tracker.store.history import derivations

#: The tables of rows that are made and deleted together.
MADE = ("ledger_rows", "school_ledger_rows", "expected_rows")

#: Notes that the rows of some people are owed.
NOTE = (
    "UPDATE ledger_days SET owed = owed || %(people)s::bigint[] WHERE owed IS NOT NULL"
    " AND authority IN (SELECT authority FROM people WHERE id = ANY(%(people)s))"
)


class LedgerDay(Model):
    """A leaving year as at a day. ``owed`` are the people whose rows have still to be
    made; it is NULL while everybody's have.
    """

    __tablename__ = "ledger_days"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    owed: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))


@dataclass(frozen=True, slots=True)
class Year:
    """The ledger of a leaving year, named by its summer, as at a day."""

    left: int
    as_of: date


def owed(authority: str, years: Iterable[Year]) -> dict[Year, list[int] | None]:
    """The years with rows still to be made: the people, or None for everybody's."""
    kept = _kept("owed", authority)
    return {year: kept.get(year) for year in years if kept.get(year) != []}


def most_owed(authority: str, years: Iterable[Year]) -> int | None:
    """At most how many people have rows to be made in one of these years, without
    reading which; None for everybody.
    """
    kept = _kept("cardinality(owed)", authority)
    found = [kept.get(year) for year in years]
    return None if None in found else max(filter(None, found), default=0)


def _kept(of_owed: str, authority: str) -> dict[Year, Any]:
    """For each year that is made, an SQL expression ``of_owed``, the people owed."""
    return {
        Year(left, as_of): found
        for left, as_of, found in base.repeated(
            f'SELECT "left", as_of, {of_owed} FROM ledger_days WHERE authority = %s'
            f" AND {derivations.current()}",
            authority,
        )
    }


def mark(year: Year, *, authorities: Sequence[str]) -> str | None:
    """A text that stays the same for as long as the rows of a year and day do.

    It identifies the statements that last changed ``ledger_days``, which every change
    of a row changes too: PostgreSQL repeats neither a transaction's number nor that of
    a statement within it. None where a ledger is not made, or is without some rows.
    """
    found = base.repeated(
        "SELECT current_database(), authority, xmin::text, cmin::text FROM ledger_days"
        ' WHERE authority = ANY(%s) AND "left" = %s AND as_of = %s'
        " AND owed = '{}' ORDER BY authority",
        list(authorities),
        year.left,
        year.as_of,
    )
    if not found or len(found) < len(set(authorities)):
        return None
    return " ".join(map(" ".join, found))


def note(people: Sequence[int]) -> None:
    """Notes that the rows of these people are owed; their records still exist."""
    base.run(NOTE, {"people": list(people)})


def complete(authority: str, year: Year) -> None:
    """Notes that no row of a year and day is owed."""
    base.run(
        'INSERT INTO ledger_days (authority, "left", as_of, owed)'
        " VALUES (%s, %s, %s, '{}')"
        ' ON CONFLICT (authority, "left", as_of) DO UPDATE SET owed = excluded.owed',
        [authority, year.left, year.as_of],
    )


def forget_days(authority: str, *, but: Collection[date]) -> None:
    """Deletes an authority's ledgers as at every day except ``but``."""
    for table in (*MADE, "ledger_days"):
        base.run(
            f"DELETE FROM {table} WHERE authority = %s AND NOT as_of = ANY(%s::date[])",
            [authority, list(but)],
        )
