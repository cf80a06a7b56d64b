"""Releases: tables of counts, and extracts, of one day that leave the council.

A young person has one place in a release: a group of each breakdown, and whether they
count in the measure. A cell of a table covers places; WHOLE in it stands for all groups
together. A cell of an extract is one place, because its rows are not added up.

Source: Law D-17.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import product

from tracker.domain.figures import breakdowns, measures
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import YEAR_11, AcademicYear

#: All groups together, in the place of a group or of an outcome.
WHOLE = breakdowns.EVERY
#: The outcomes of a measure: those who count, and the others of those it covers.
COUNTED, OTHERS = "counted", "others"

#: The breakdowns of a release. In each, a young person has exactly one group.
BREAKDOWNS = (
    *("year group", "Year 11 school", "institution", "area", "sex", "ethnicity"),
    *("need", "free school meals"),
)
#: More dimensions single people out, so they are not offered.
MOST_BREAKDOWNS = 3

#: A group of each breakdown, then an outcome.
Place = tuple[str, ...]
Cell = tuple[str, ...]


class Recipient(StrEnum):
    """The kinds of recipients outside; the value is what pages show."""

    HEALTH = "health"
    RESEARCH = "research"
    MEMBERS = "members"
    FREEDOM_OF_INFORMATION = "freedom of information"
    OPEN_DATA = "open data"


class Why(StrEnum):
    """The reason why a cell is hidden."""

    FEW = "few people"
    REST = "worked out from this table"
    EARLIER = "worked out with an earlier release"
    CHANGE = "changed by a few people"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is hidden; ``release`` and ``cell`` name what it conflicts with."""

    why: Why
    release: int | None = None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a release counts: a measure by breakdowns, on one day.

    ``leaving_year`` limits it to those who finished Year 11 in the summer of that year,
    a group that has no new members. ``rows`` makes it an extract: a row for each person
    instead of counts.
    """

    measure: str
    breakdowns: tuple[str, ...]
    as_of: date
    leaving_year: int | None = None
    rows: bool = False

    @property
    def everybody_counts(self) -> bool:
        """Whether the measure is the number of people covered, without a share."""
        measure = measures.BY_NAME[self.measure]
        return measure.counts is measure.of


@dataclass(frozen=True)
class Placed:
    """A release with its people, as far as others are compared with it.

    ``number`` is that of an earlier release, None for the one that is prepared.
    ``places`` has the place of each person in it; ``shown`` are the cells that its
    recipient can read.
    """

    content: Content
    places: Mapping[int, Place]
    shown: frozenset[Cell] = frozenset()
    number: int | None = None

    def cells_of(self, place: Place) -> Iterator[Cell]:
        """Every cell that counts a person in this place."""
        if self.content.rows:
            yield place
        else:
            yield from product(*((group, WHOLE) for group in place))


@dataclass(frozen=True)
class Counted:
    """The counts of a table, by cell, and the groups of each breakdown."""

    content: Content
    counts: Mapping[Cell, int]
    lines: tuple[Place, ...] = field(default=())

    def of(self, line: Place) -> int:
        """The people that the measure covers in a line (a group of each breakdown)."""
        return self.counts.get((*line, WHOLE), 0)

    def counted(self, line: Place) -> int:
        """Those of them who count."""
        return self.counts.get((*line, COUNTED), 0)


def places(members: Iterable[Member], content: Content) -> dict[int, Place]:
    """The place of each member that the measure covers."""
    measure = measures.BY_NAME[content.measure]
    by = [breakdowns.BY_NAME[name] for name in content.breakdowns]
    found = {}
    for member in members:
        if not measure.of(member):
            continue
        if content.leaving_year is not None and not _left_in(
            content.leaving_year, member
        ):
            continue
        outcome = COUNTED if measure.counts(member) else OTHERS
        found[member.person] = (*(each.groups(member)[0] for each in by), outcome)
    return found


def _left_in(year: int, member: Member) -> bool:
    """Whether a member was in Year 11 in the academic year that ended in ``year``."""
    since = AcademicYear.of(member.as_of).start - (year - 1)
    return member.academic_age == YEAR_11 + since


def counted(placed: Placed) -> Counted:
    """The counts of every cell of a table, with its totals; of an extract, its rows."""
    found: Counter[Cell] = Counter()
    for place, people in Counter(placed.places.values()).items():
        for cell in placed.cells_of(place):
            found[cell] += people
    lines = dict.fromkeys(cell[:-1] for cell in found)
    return Counted(placed.content, found, tuple(sorted(lines, key=_order)))


def _order(line: Place) -> list[tuple[bool, str]]:
    """Totals come first, then the groups."""
    return [(group != WHOLE, group) for group in line]


def cells(table: Counted) -> list[Cell]:
    """The cells that the recipient would read: who is covered, and who counts."""
    outcomes = (WHOLE,) if table.content.everybody_counts else (WHOLE, COUNTED)
    return [(*line, outcome) for line in table.lines for outcome in outcomes]


def small(table: Counted, limits: Suppression) -> set[Cell]:
    """The cells to hide for themselves, before anything is compared.

    They are counts of a few people, counts whose rest is a few people, all counts of a
    group of a few people, and in a group of fewer than ``percent_base`` those where
    all or none of them count: that shows each of them.
    """
    if not limits.threshold:
        return set()
    hidden = set()
    for line in table.lines:
        of, count = table.of(line), table.counted(line)
        alike = of < limits.percent_base and count in (0, of)
        if is_few(of, limits):
            hidden |= {(*line, WHOLE), (*line, COUNTED)}
        elif alike or is_few(count, limits) or is_few(of - count, limits):
            hidden.add((*line, COUNTED))
    return hidden & set(cells(table))


def is_few(people: int, limits: Suppression) -> bool:
    """Whether so many people may not be shown: one to the threshold."""
    return 1 <= people <= limits.threshold


def changed_by_few(
    table: Counted, earlier: Mapping[Cell, int], limits: Suppression
) -> set[Cell]:
    """The cells of a closed group that differ by a few people from another date.

    ``earlier`` are the numbers that a release of the same leaving year and the same
    breakdowns has shown. Whole changes above the limit are shown.
    """
    return {
        cell
        for cell in cells(table)
        if cell in earlier
        and is_few(abs(table.counts.get(cell, 0) - earlier[cell]), limits)
    }


def generalised(
    of: Mapping[int, Place], content: Content, limits: Suppression
) -> tuple[dict[int, Place], int]:
    """The rows of an extract, so that each is like more others than the limit.

    A row whose combination of groups is shared by too few loses the last of its groups,
    then the one before it, and so on. Returns the rows that are left, and the number of
    rows left out because even then too few share them.
    """
    left = dict(of)
    for group in range(len(content.breakdowns) - 1, -1, -1):
        rare = _rare(left, content, limits)
        left = {
            person: (*place[:group], WHOLE, *place[group + 1 :])
            if place in rare
            else place
            for person, place in left.items()
        }
    rare = _rare(left, content, limits)
    kept = {person: place for person, place in left.items() if place not in rare}
    return kept, len(of) - len(kept)


def _rare(of: Mapping[int, Place], content: Content, limits: Suppression) -> set[Place]:
    """The places of a few people, and those of a small group that is all alike.

    Where all or none of a small group count, a row shows that of each of them.
    """
    if not limits.threshold:
        return set()
    people = Counter(of.values())
    groups = Counter(place[:-1] for place in of.values())
    return {
        place
        for place, many in people.items()
        if is_few(many, limits)
        or (
            not content.everybody_counts
            and many == groups[place[:-1]]
            and many < limits.percent_base
        )
    }


def neighbours(cell: Cell, table: Counted) -> Iterator[Sequence[Cell]]:
    """The lines of the table through a cell, each without the cell itself.

    A line has one breakdown in all its groups, beside the same of the others.
    """
    groups: list[list[str]] = [
        sorted({line[each] for line in table.lines} - {WHOLE})
        for each in range(len(cell) - 1)
    ]
    for each, among in enumerate(groups):
        if cell[each] != WHOLE:
            yield [
                (*cell[:each], group, *cell[each + 1 :])
                for group in among
                if group != cell[each]
            ]
