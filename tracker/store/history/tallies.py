"""Tallies: numbers of people alike in every measure. Each figure is their sum.

A stored derivation of the positions, kept in step with them: code that writes a
position adds it here, and code that deletes a position subtracts it. A figure then
costs the same for ten people and for a hundred thousand.

A young person with something sealed is counted twice: as readers see them, and as
measures count them. A figure takes one of the two. The second count of a day is
encrypted as one, because a group of one in it would betray what is sealed.

See decisions 0046, 0196 and 0198.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.figures.breakdowns import EVERYBODY, groups_of
from tracker.domain.figures.measures import ALL
from tracker.domain.history.members import Member
from tracker.extensions import Model
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode
from tracker.store.database.sealed_columns import SealedColumn


class Counts(StrEnum):
    """The people of a tally: those with nothing sealed, or the others as shown.

    ``SHOWN`` are those with a sealed characteristic alone, ``HIDDEN`` those with a
    sealed activity.
    """

    OPEN = "open"
    SHOWN = "shown"
    HIDDEN = "hidden"


#: The people alike: by breakdown, group and answers.
_Alike = Counter[tuple[str, str, int]]


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


class SealedTally(Model):
    """The people of a day with something sealed, as measures count them, encrypted."""

    __tablename__ = "sealed_tallies"

    as_of: Mapped[date] = mapped_column(primary_key=True)
    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    counted: Mapped[bytes] = mapped_column(LargeBinary)


#: The tallies of those with something sealed.
COUNTED = SealedColumn(
    "sealed_tallies", "counted", row=("as_of", "authority"), quickly=True
)
#: As many tallies may one tally of people as shown become by what is sealed of them: by
#: who is vulnerable, or by everything that an activity is counted by.
_SHOWN_BECOMES, _HIDDEN_BECOMES = 2, 200
#: The most bytes that a tally takes beside its breakdown and its group.
_OF_NUMBERS = 48
#: The length of the encrypted tallies of each day: one that no code can change.
_LENGTHS = f"""
    SELECT authority, as_of, sum(least(people,
        CASE counts WHEN '{Counts.HIDDEN}' THEN {_HIDDEN_BECOMES}
        ELSE {_SHOWN_BECOMES} END)
      * (octet_length(breakdown) + octet_length("group") + {_OF_NUMBERS}))::integer
    FROM tallies JOIN unnest(%s::varchar[], %s::date[]) AS days (authority, as_of)
    USING (authority, as_of) WHERE counts <> '{Counts.OPEN}' GROUP BY 1, 2
"""


def answers_of_day(condition: str) -> str:
    """The SQL of an array: the answers of anybody on a day that meet a condition on
    ``t.answers``. Its first value is the day.

    Every position counts among everybody by what readers see: no others occur.
    """
    return (
        "ARRAY(SELECT t.answers FROM tallies t WHERE t.as_of = %s"
        f" AND t.breakdown = '{EVERYBODY}' AND {condition})"
    )


def forget_empty(authority: str) -> None:
    """Deletes the tallies of no people: their groups may be of one former home."""
    base.run("DELETE FROM tallies WHERE authority = %s AND people = 0", [authority])


class Counting:
    """A count of members, made while their positions are deleted and written.

    Positions that are rebuilt change a few tallies of many: only those are written.
    """

    def __init__(self) -> None:
        self._alike: dict[tuple[str, date, Counts], _Alike] = defaultdict(Counter)
        self._sealed: dict[tuple[str, date], _Alike] = defaultdict(Counter)

    def add(
        self, shown: Member, answers: int, counted: Member | None, sign: int = 1
    ) -> None:
        """Counts one member: as readers see it, with those answers, and as measures
        count it, which is None where nothing is encrypted. On a day before anything
        sealed was reported both are equal. A ``sign`` of -1 subtracts the member.
        """
        groups = list(groups_of(shown))
        is_hidden = counted is not None and counted.position is not shown.position
        if counted is None:
            counts = Counts.OPEN
        else:
            counts = Counts.HIDDEN if is_hidden else Counts.SHOWN
        alike = self._alike[shown.authority, shown.as_of, counts]
        for breakdown, group in groups:
            alike[breakdown, group, answers] += sign
        if counted is None:
            return
        # Most have only a characteristic: no group is of a sealed one.
        if is_hidden:
            groups = list(groups_of(counted))
        answers = ALL.answers(counted)
        alike = self._sealed[shown.authority, shown.as_of]
        for breakdown, group in groups:
            alike[breakdown, group, answers] += sign

    def write(self) -> None:
        """Adds the count to the tables; it begins again at nothing."""
        rows = sorted(
            (authority, as_of, *group, counts, people)
            for (authority, as_of, counts), groups in self._alike.items()
            for group, people in groups.items()
            if people
        )
        self._alike.clear()
        if rows:
            self._write_open(rows)
        # Also where nothing changed, so that a change of what is sealed does not show.
        if self._sealed:
            self._write_sealed()
        self._sealed.clear()

    def _write_open(self, rows: Sequence[tuple[Any, ...]]) -> None:
        base.run(
            'INSERT INTO tallies (authority, as_of, breakdown, "group", answers,'
            " counts, people) SELECT * FROM unnest(%s::varchar[], %s::date[],"
            " %s::varchar[], %s::varchar[], %s::bigint[], %s::varchar[],"
            " %s::integer[])"
            ' ON CONFLICT (authority, as_of, breakdown, "group", answers, counts)'
            " DO UPDATE SET people = tallies.people + excluded.people",
            [list(column) for column in zip(*rows, strict=True)],
        )

    def _write_sealed(self) -> None:
        """Opens the tallies of each day, changes them and encrypts them again."""
        days = list(map(list, zip(*self._sealed, strict=True)))
        found = base.stream(_LENGTHS, *days)
        lengths = {tuple(of): length for *of, length in found}
        stored = {
            (authority, as_of): _opened(authority, as_of, sealed)
            for authority, as_of, sealed in base.stream(
                "SELECT authority, as_of, counted FROM sealed_tallies"
                " JOIN unnest(%s::varchar[], %s::date[]) AS days (authority, as_of)"
                " USING (authority, as_of) FOR UPDATE OF sealed_tallies",
                *days,
            )
        }
        rows = []
        for (authority, as_of), changes in self._sealed.items():
            alike = stored.get((authority, as_of), Counter())
            for group, people in changes.items():
                alike[group] += people
            length = lengths.get((authority, as_of), 0)
            rows.append((authority, as_of, _closed(authority, as_of, alike, length)))
        with base.cursor() as sql:
            # In binary: megabytes as text take longer than all else.
            sql.executemany(
                "INSERT INTO sealed_tallies (authority, as_of, counted)"
                " VALUES (%s, %s, %b) ON CONFLICT (as_of, authority)"
                " DO UPDATE SET counted = excluded.counted",
                rows,
            )


def _closed(authority: str, as_of: date, alike: _Alike, length: int) -> bytes:
    """Tallies as they are stored, without those of no people, filled up to a length."""
    plain = orjson.dumps([(*group, many) for group, many in alike.items() if many])
    filled = plain.ljust(length + 2)
    return COUNTED.encrypt(installation.keys(), filled, row=(as_of, authority))


def _opened(authority: str, as_of: date, sealed: bytes) -> _Alike:
    keys, row = installation.keys(), (as_of, authority)
    stored = orjson.loads(COUNTED.decrypt(keys, bytes(sealed), row=row))
    return Counter({tuple(group): people for *group, people in stored})


def of_sealed(
    days: Iterable[date], *, within: Scope
) -> Iterator[tuple[date, tuple[str, str, int], int]]:
    """(day, (breakdown, group, answers), people) of those with something sealed.

    As measures count them. Raises encryption.NotOpened.
    """
    for authority, as_of, stored in base.stream(
        "SELECT authority, as_of, counted FROM sealed_tallies"
        " WHERE as_of = ANY(%s::date[]) AND authority = ANY(%s)",
        list(days),
        base.whole(within),
    ):
        for group, people in _opened(authority, as_of, stored).items():
            yield as_of, group, people


def several(
    days: Iterable[date], breakdowns: Iterable[str], *, within: Scope, sealed: bool
) -> dict[tuple[date, str], dict[str, list[tuple[int, int]]]]:
    """The result of ``of`` for several days and breakdowns, in one query."""
    wanted, only = list(days), frozenset(breakdowns)
    found: Counter[tuple[date, str, str, int]] = Counter()
    for as_of, breakdown, group, answers, people in base.stream(
        'SELECT as_of, breakdown, "group", answers, sum(people)::integer FROM tallies'
        " WHERE as_of = ANY(%s::date[]) AND breakdown = ANY(%s)"
        " AND authority = ANY(%s) AND counts = ANY(%s)"
        " GROUP BY 1, 2, 3, 4",
        wanted,
        list(only),
        base.whole(within),
        [Counts.OPEN] if sealed else list(Counts),
    ):
        found[as_of, breakdown, group, answers] = people
    if sealed:
        for as_of, alike, people in of_sealed(wanted, within=within):
            if alike[0] in only:
                found[as_of, *alike] += people
    several: dict[tuple[date, str], dict[str, list[tuple[int, int]]]] = {}
    for (as_of, breakdown, group, answers), people in sorted(found.items()):
        if people:
            groups = several.setdefault((as_of, breakdown), {})
            groups.setdefault(group, []).append((answers, people))
    return several


def of(
    as_of: date, breakdown: str, *, within: Scope, sealed: bool
) -> dict[str, list[tuple[int, int]]]:
    """(answers, people) of each group in a breakdown on a date, groups in order.

    What is sealed of people counts with ``sealed``; without it they count as readers
    see them.
    """
    found = several([as_of], [breakdown], within=within, sealed=sealed)
    return found.get((as_of, breakdown), {})
