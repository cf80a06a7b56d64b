"""Tables of measures by group, protected together before any of them is shown.

A division is a set of measures of which each young person counts in exactly one. Tables
of one division by several breakdowns count the same young people. All of them are
always protected together, so that no page or report shows what another hides. The same
cells are hidden whichever breakdown a reader opens.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType

from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.disclosure import (
    HIDDEN,
    NO_PEOPLE,
    SUPPRESSED,
    Cell,
    Shown,
    Suppression,
    Table,
    percent,
)
from tracker.domain.figures.measures import (
    COHORT,
    GUARANTEE_MEASURES,
    NEET,
    NEET_OR_NOT_KNOWN,
    NOT_KNOWN,
    OTHER_EET,
    PARTICIPATING,
    Figure,
)
from tracker.domain.figures.published import OFFERS

#: No suppression: for users who may open the list behind every number.
OPEN = Suppression(threshold=0, percent_base=0)

#: The young people outside the group, in a table of one group and all others.
_OTHERS = "everybody else"


@dataclass(frozen=True, slots=True)
class Division:
    """Measures that divide the young people of one base, and sums of those measures.

    ``parts`` are names of measures; each name of ``together`` is the sum of several
    parts. ``base`` is the measure whose denominator the parts add up to.
    """

    parts: tuple[str, ...]
    together: Mapping[str, tuple[str, ...]]
    base: str

    @property
    def measures(self) -> tuple[str, ...]:
        return (*self.parts, *self.together)


#: Where the cohort is: ``domain.figures.measures`` puts each member in one part.
WHERE = Division(
    parts=(PARTICIPATING.name, OTHER_EET.name, NEET.name, NOT_KNOWN.name),
    together=MappingProxyType({NEET_OR_NOT_KNOWN.name: (NEET.name, NOT_KNOWN.name)}),
    base=COHORT.name,
)
GUARANTEE = Division(
    parts=tuple(each.name for each in GUARANTEE_MEASURES),
    together=MappingProxyType({}),
    base=OFFERS,
)
#: The breakdowns of the cohort, all of which are protected together.
WHERE_BY = (
    *("year group", "Year 11 school", "institution", "area", "sex", "ethnicity"),
    *("need", "free school meals", "characteristic"),
)
#: The breakdowns of the September Guarantee, protected together too.
GUARANTEE_BY = ("year group", "Year 11 school", "need", "sex")

#: Breakdowns with many small groups, which are combined into one.
MANY = frozenset(("Year 11 school", "institution", "area", "ethnicity"))
#: The group that combines them.
FEW_EACH = "few people each"

#: Breakdowns in which a young person may be in several groups.
OVERLAPPING = frozenset(("characteristic",))

_Groups = Mapping[str, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its total, and its counts and percentages by measure."""

    group: str
    total: Cell
    counts: Mapping[str, Cell]
    percents: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Divided:
    """One breakdown of a division after disclosure control, with the whole cohort."""

    by: str
    lines: tuple[Line, ...]
    everybody: Line


def divided(
    groups: Mapping[str, _Groups], division: Division, suppression: Suppression
) -> dict[str, Divided]:
    """Each breakdown of ``groups`` after disclosure control.

    ``groups`` has the figures of every group of every breakdown; all its breakdowns are
    protected together. The whole cohort is the bottom row of them all. It is a table of
    its own only if no other breakdown is given, so that what is hidden does not depend
    on the breakdown that was chosen.
    """
    tables: list[Table] = []
    owners: list[tuple[str, str | None]] = []
    for by, found in groups.items():
        if by in OVERLAPPING or (by == EVERYBODY and len(groups) > 1):
            continue
        counts = {
            group: row
            for group, figures in found.items()
            if any(row := _counts(figures, division))
        }
        if by in MANY:
            counts = _put_together(counts, suppression)
        if counts:
            tables.append(_table(counts, division))
            owners.append((by, None))
    bottom = next((table.bottom for table in tables), (0,) * len(division.parts))
    for by in OVERLAPPING & set(groups):
        for group, figures in groups[by].items():
            row = _counts(figures, division)
            if any(row):
                rest = tuple(b - r for b, r in zip(bottom, row, strict=True))
                tables.append(_table({group: row, _OTHERS: rest}, division))
                owners.append((by, group))
    shown = _protected(tuple(tables), suppression)
    line = partial(_line, division, suppression)
    gathered = _gathered(owners, shown, line)
    everybody = next(
        (each.everybody for each in gathered.values()),
        line("", Cell(0), (Cell(0),) * len(division.parts)),
    )
    return {by: gathered.get(by) or Divided(by, (), everybody) for by in groups}


def _put_together(
    counts: Mapping[str, tuple[int, ...]], suppression: Suppression
) -> dict[str, tuple[int, ...]]:
    """The counts with the smallest groups combined, so that more can be shown."""
    small = [
        group for group, row in counts.items() if sum(row) <= suppression.threshold
    ]
    if len(small) < 2:
        return dict(counts)
    kept = {group: row for group, row in counts.items() if group not in small}
    together = zip(*(counts[group] for group in small), strict=True)
    return {**kept, FEW_EACH: tuple(map(sum, together))}


#: A dashboard has a day and some two years of month ends, each with its kinds of
#: participation. The cache holds what two authorities look at.
_KEPT = 128


@lru_cache(maxsize=_KEPT)
def _protected(
    tables: tuple[Table, ...], suppression: Suppression
) -> tuple[Shown, ...]:
    """The tables after suppression; cached, because every page needs a day's tables."""
    return tuple(suppression.apply(*tables))


def _gathered(
    owners: Sequence[tuple[str, str | None]],
    shown: Sequence[Shown],
    line: Callable[[str, Cell, Sequence[Cell]], Line],
) -> dict[str, Divided]:
    found: dict[str, list[Line]] = {}
    everybody: Line | None = None
    for (by, only), each in zip(owners, shown, strict=True):
        for place, group in enumerate(each.rows):
            if only is not None and group != only:
                continue
            found.setdefault(by, []).append(
                line(group, each.row_totals[place], each.cells[place])
            )
        found.setdefault(by, [])
        everybody = everybody or line("", each.total, each.bottom)
    if everybody is None:
        return {}
    return {by: Divided(by, tuple(lines), everybody) for by, lines in found.items()}


def _counts(figures: Sequence[Figure], division: Division) -> tuple[int, ...]:
    by_name = {figure.name: figure for figure in figures}
    counts = tuple(int(by_name[part].count) for part in division.parts)
    base = int(by_name[division.base].of)
    if sum(counts) != base:
        raise ValueError(f"{sum(counts)} people are counted of {base}")
    return counts


def _table(counts: Mapping[str, tuple[int, ...]], division: Division) -> Table:
    return Table(
        rows=tuple(counts), columns=division.parts, counts=tuple(counts.values())
    )


def _line(
    division: Division,
    suppression: Suppression,
    group: str,
    total: Cell,
    cells: Sequence[Cell],
) -> Line:
    counts = dict(zip(division.parts, cells, strict=True))
    for name, parts in division.together.items():
        counts[name] = total_of([counts[part] for part in parts])
    return Line(
        group,
        total,
        counts,
        {name: share(cell, total, suppression) for name, cell in counts.items()},
    )


def total_of(cells: Sequence[Cell]) -> Cell:
    """The sum; hidden if one of the numbers is, because the sum would reveal it."""
    if any(cell.value is None for cell in cells):
        return HIDDEN
    return Cell(sum(int(cell.value or 0) for cell in cells))


def share(cell: Cell, total: Cell, suppression: Suppression) -> Cell:
    """The percentage of a count over a total, after disclosure control."""
    if total.value == 0:
        return NO_PEOPLE
    if SUPPRESSED in (cell.symbol, total.symbol):
        return HIDDEN
    if cell.value is None or total.value is None:
        return NO_PEOPLE
    if total.value < suppression.percent_base:
        return HIDDEN
    return Cell(percent(int(cell.value), int(total.value)))


#: The kinds of participation that DfE publishes; they add up to participation.
OF_PARTICIPATION = (
    "full_time_education",
    "apprenticeship",
    "other_education_and_training",
)


def parts_of_participation(
    figures: Sequence[Figure], everybody: Line, suppression: Suppression
) -> dict[str, tuple[Cell, Cell]]:
    """The count and percentage of each kind of participation, protected together.

    Their sum is shown beside them, so one alone cannot be hidden. Where the cohort's
    line hides the sum, all of them are hidden, or they could be added up.
    """
    if everybody.counts[PARTICIPATING.name].symbol == SUPPRESSED:
        return dict.fromkeys(OF_PARTICIPATION, (HIDDEN, HIDDEN))
    by_name = {figure.name: figure for figure in figures}
    counts = tuple(int(by_name[name].count) for name in OF_PARTICIPATION)
    (shown,) = _protected((Table(("",), OF_PARTICIPATION, (counts,)),), suppression)
    return {
        name: (cell, share(cell, everybody.total, suppression))
        for name, cell in zip(OF_PARTICIPATION, shown.bottom, strict=True)
    }
