"""Two returns of one month compared, person by person and column by column.

Every person of both is in exactly one place: in both, in theirs alone or in ours alone.
Every difference has one cause, so that the causes add up.

See decisions 0226 and 0227.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.nccis_return.parallel_run.causes import Cause, Known, Pair, cause_of
from tracker.domain.nccis_return.parallel_run.compared_fields import (
    FIELDS,
    Field,
    Record,
    agreement,
    differing,
    value,
)
from tracker.domain.reference.codes import DUPLICATE

#: Why one of their records stands for no young person of its own.
TWICE = "a second record of the same young person"
A_DUPLICATE = "they mark it as a duplicate themselves"
#: In place of a column, for a young person who is in one of the two alone.
WHOLE = ""


@dataclasses.dataclass(frozen=True, slots=True)
class TheirRecord:
    """A record of their file: its line, their ID of the young person, its columns.

    ``person`` is its young person on record, None where none was
    found; ``why`` then says why.
    """

    line: int
    their_id: str
    record: Record
    person: int | None = None
    why: str = ""


class Difference(NamedTuple):
    """One difference: a field of a young person in both, or a young person in one.

    ``ours`` and ``theirs`` are None where the values are not kept.
    """

    person: int | None
    line: int | None
    their_id: str
    field: str
    cause: Cause
    why: str
    ours: str | None = None
    theirs: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Pairing:
    """The records of two returns, paired by young person."""

    both: Mapping[int, TheirRecord]
    theirs_alone: Sequence[TheirRecord]
    ours_alone: Sequence[int]


@dataclasses.dataclass(slots=True)
class Comparison:
    """The result: the numbers of people, and every difference."""

    theirs: int
    ours: int
    both: int
    differing: int = 0
    differences: list[Difference] = dataclasses.field(default_factory=list)

    @property
    def equal(self) -> int:
        """The people in both whose records say the same."""
        return self.both - self.differing

    @property
    def causes(self) -> dict[Cause, int]:
        """The number of differences with each cause, in the order of causes."""
        counts = Counter(each.cause for each in self.differences)
        return {cause: counts[cause] for cause in Cause if counts[cause]}

    @property
    def people(self) -> dict[Cause, int]:
        """The number of young people with a difference of each cause."""
        seen = {(each.cause, each.person, each.line) for each in self.differences}
        counts = Counter(cause for cause, _, _ in seen)
        return {cause: counts[cause] for cause in Cause if counts[cause]}


def paired(ours: Mapping[int, Record], theirs: Iterable[TheirRecord]) -> Pairing:
    """Pairs their records with the people of our return, each at most once.

    Of several about one person the one that agrees best is paired, wherever it stands
    in their file; one that they mark as a duplicate only where there is no other.
    """
    given = list(theirs)
    both: dict[int, TheirRecord] = {}
    for each in given:
        person = each.person
        if person is None or person not in ours:
            continue
        record = ours[person]
        if person not in both or _fit(each, record) > _fit(both[person], record):
            both[person] = each
    taken = {id(each) for each in both.values()}
    alone = [
        dataclasses.replace(each, why=_why_alone(each, both))
        for each in given
        if id(each) not in taken
    ]
    return Pairing(both, alone, sorted(ours.keys() - both.keys()))


def _fit(theirs: TheirRecord, ours: Record) -> tuple[object, ...]:
    """How well a record stands for a person; the greatest of several is theirs."""
    given = sum(map(bool, theirs.record.values()))
    return (
        not _is_marked(theirs),
        *agreement(ours, theirs.record),
        given,
        -theirs.line,
    )


def _is_marked(theirs: TheirRecord) -> bool:
    return value(theirs.record, "CohortStatus") == DUPLICATE


def _why_alone(theirs: TheirRecord, both: Mapping[int, TheirRecord]) -> str:
    if _is_marked(theirs):
        return A_DUPLICATE
    return TWICE if theirs.person in both else theirs.why


def people_with_details(
    pairing: Pairing, ours: Mapping[int, Record]
) -> dict[int, list[Field]]:
    """The columns in which each person differs whose cause follows from evidence."""
    found: dict[int, list[Field]] = {}
    for person, theirs in pairing.both.items():
        columns = differing(ours[person], theirs.record)
        if details := [each for each in columns if each.subject]:
            found[person] = details
    return found


def compared(
    pairing: Pairing,
    ours: Mapping[int, Record],
    *,
    broken: Callable[[int], Mapping[str, str]],
    known: Callable[[int], Mapping[str, Known]],
    not_in_ours: Mapping[int, str],
    not_in_theirs: Mapping[int, str],
    as_of: date | None = None,
) -> Comparison:
    """The comparison of paired returns, as of the last day of their month.

    ``broken`` and ``known`` are of a person (``Pair``); ``not_in_ours`` and
    ``not_in_theirs`` are the reasons why people on record are in one return alone.
    """
    found = Comparison(
        theirs=len(pairing.both) + len(pairing.theirs_alone),
        ours=len(pairing.both) + len(pairing.ours_alone),
        both=len(pairing.both),
    )
    for each in pairing.theirs_alone:
        why = each.why or not_in_ours.get(each.person or 0, "")
        found.differences.append(
            Difference(
                *(each.person, each.line, each.their_id, WHOLE),
                *(Cause.NOT_IN_OURS, why),
            )
        )
    for person in pairing.ours_alone:
        why = not_in_theirs.get(person, "")
        found.differences.append(
            Difference(person, None, "", WHOLE, Cause.NOT_IN_THEIRS, why)
        )
    for person, theirs in sorted(pairing.both.items()):
        pair = Pair(ours[person], theirs.record, broken(person), known(person), as_of)
        some = list(_of_pair(person, theirs, pair))
        found.differences += some
        found.differing += bool(some)
    return found


def _of_pair(person: int, theirs: TheirRecord, pair: Pair) -> Iterator[Difference]:
    for each in differing(pair.ours, pair.theirs):
        values: tuple[str | None, str | None] = (None, None)
        if each.shown:
            values = value(pair.ours, each.column), value(pair.theirs, each.column)
        yield Difference(
            *(person, theirs.line, theirs.their_id, each.column),
            *cause_of(each, pair),
            *values,
        )


#: The columns by which the list of one person is ordered.
ORDER = {each.column: place for place, each in enumerate(FIELDS, start=1)} | {WHOLE: 0}
