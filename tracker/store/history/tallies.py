"""Tallies: numbers of people alike in every measure. Each figure is their sum.

A stored derivation of the positions, kept in step with them: code that writes a
position adds it here, and code that deletes a position subtracts it. A figure then
costs the same for ten people and for a hundred thousand.

A young person with something sealed is counted twice: as measures count them, and
as readers see them. A figure takes one of the two.

See decisions 0046 and 0196.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.figures.breakdowns import groups_of
from tracker.domain.history.members import Member
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode


class Counts(StrEnum):
    """The people of a tally: those with nothing sealed, or the others in one way."""

    OPEN = "open"
    SEALED = "sealed"
    SHOWN = "shown"


#: By authority and date: the people by breakdown, group, answers and kind of people.
_Alike = dict[tuple[str, date], Counter[tuple[str, str, int, Counts]]]


class Tally(Model):
    """The number of people in one group with the same answers (``measures.ALL``)."""

    __tablename__ = "tallies"
    __table_args__ = (Index("ix_tallies_as_of", "as_of"),)

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    breakdown: Mapped[str] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    counts: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]


def forget_empty(authority: str) -> None:
    """Deletes the tallies of no people: their groups may be of one former home."""
    base.run("DELETE FROM tallies WHERE authority = %s AND people = 0", [authority])


class Counting:
    """A count of members, made while their positions are written or deleted."""

    def __init__(self) -> None:
        self._alike: _Alike = defaultdict(Counter)

    def add(self, shown: Member, listed: int, counted: Member, answers: int) -> None:
        """Counts one member: as readers see it with the answers ``listed``, and as
        measures count it. Both are one object where nothing is sealed.
        """
        alike = self._alike[shown.authority, shown.as_of]
        groups = list(groups_of(shown))
        if counted is shown:
            for breakdown, group in groups:
                alike[breakdown, group, listed, Counts.OPEN] += 1
            return
        for breakdown, group in groups:
            alike[breakdown, group, listed, Counts.SHOWN] += 1
        # Most have only a characteristic: no group is of a sealed one.
        if counted.position is not shown.position:
            groups = list(groups_of(counted))
        for breakdown, group in groups:
            alike[breakdown, group, answers, Counts.SEALED] += 1

    def write(self, sign: int = 1) -> None:
        """Adds the count to the table, or subtracts it with a ``sign`` of -1."""
        if not self._alike:
            return
        rows = sorted(
            (*of, *group, sign * people)
            for of, groups in self._alike.items()
            for group, people in groups.items()
        )
        base.run(
            'INSERT INTO tallies (authority, as_of, breakdown, "group", answers,'
            " counts, people) SELECT * FROM unnest(%s::varchar[], %s::date[],"
            " %s::varchar[], %s::varchar[], %s::bigint[], %s::varchar[],"
            " %s::integer[])"
            ' ON CONFLICT (authority, as_of, breakdown, "group", answers, counts)'
            " DO UPDATE SET people = tallies.people + excluded.people",
            [list(column) for column in zip(*rows, strict=True)],
        )


def several(
    days: Iterable[date], breakdowns: Iterable[str], *, within: Scope, sealed: bool
) -> dict[tuple[date, str], dict[str, list[tuple[int, int]]]]:
    """The result of ``of`` for several days and breakdowns, in one query."""
    counts = (Counts.OPEN, Counts.SEALED if sealed else Counts.SHOWN)
    found: dict[tuple[date, str], dict[str, list[tuple[int, int]]]] = {}
    for as_of, breakdown, group, answers, people in base.stream(
        'SELECT as_of, breakdown, "group", answers, sum(people)::integer FROM tallies'
        " WHERE as_of = ANY(%s::date[]) AND breakdown = ANY(%s)"
        " AND authority = ANY(%s) AND counts = ANY(%s)"
        ' GROUP BY as_of, breakdown, "group", answers HAVING sum(people) <> 0'
        " ORDER BY 1, 2, 3, 4",
        list(days),
        list(breakdowns),
        base.whole(within),
        list(counts),
    ):
        groups = found.setdefault((as_of, breakdown), {})
        groups.setdefault(group, []).append((answers, people))
    return found


def of(
    as_of: date, breakdown: str, *, within: Scope, sealed: bool
) -> dict[str, list[tuple[int, int]]]:
    """(answers, people) of each group in a breakdown on a date, groups in order.

    What is sealed of people counts with ``sealed``; without it they count as readers
    see them.
    """
    found = several([as_of], [breakdown], within=within, sealed=sealed)
    return found.get((as_of, breakdown), {})
