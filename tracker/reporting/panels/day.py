"""The headline figures of a day as they may be shown, whichever page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.disclosure import SUPPRESSED, Cell, Suppression
from tracker.domain.figures.measures import ALL, HEADLINES, Figure
from tracker.reporting.panels.divided import (
    OPEN,
    WHERE,
    WHERE_BY,
    Divided,
    Line,
    divided,
    parts_of_participation,
)

#: The figures of a day by breakdown and group.
Groups = Mapping[str, Mapping[str, Sequence[Figure]]]


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of one day as they may be shown: counts and percentages by name."""

    as_of: date
    total: Cell
    counts: Mapping[str, Cell]
    percents: Mapping[str, Cell]

    @property
    def held(self) -> bool:
        """Whether anybody is known of on that day."""
        return self.total.value != 0

    @property
    def hides(self) -> bool:
        """Whether the day says of any place less than how many there are."""
        places = (self.counts[name] for name in WHERE.measures)
        return any(cell.symbol == SUPPRESSED for cell in (self.total, *places))

    def counts_shown(self, name: str) -> bool:
        """Whether the day says how many count in a measure."""
        return self.counts[name].symbol != SUPPRESSED

    def percent_shown(self, name: str) -> bool:
        """Whether the day says which part of the cohort counts in a measure."""
        return self.percents[name].symbol != SUPPRESSED


def breakdowns(suppression: Suppression) -> tuple[str, ...]:
    """By what a day's figures are asked for, so that everybody's can be shown.

    Everybody is the bottom row of every breakdown: protected alone, it would show what
    the tables by group hide. To whom nothing is hidden the breakdowns are spared.
    """
    return (EVERYBODY,) if suppression == OPEN else (EVERYBODY, *WHERE_BY)


def everybody(groups: Groups) -> Sequence[Figure]:
    """Everybody's figures of a day, of nobody where nobody is held."""
    return groups.get(EVERYBODY, {}).get("") or ALL.figures((), HEADLINES)


def day(as_of: date, groups: Groups, suppression: Suppression) -> Day:
    """A day's figures, protected. ``groups`` are by ``breakdowns(suppression)``."""
    line = divided(
        {EVERYBODY: {"": everybody(groups)}, **_others(groups)}, WHERE, suppression
    )[EVERYBODY].everybody
    parts = parts_of_participation(everybody(groups), line, suppression)
    return Day(
        as_of,
        line.total,
        {**line.counts, **{name: count for name, (count, _) in parts.items()}},
        {**line.percents, **{name: percent for name, (_, percent) in parts.items()}},
    )


def _others(groups: Groups) -> Groups:
    return {by: found for by, found in groups.items() if by != EVERYBODY}


def line_of(told: Divided, group: str) -> Line | None:
    """The line of one group of a breakdown, None where nobody is in it."""
    return next((line for line in told.lines if line.group == group), None)


def hides(line: Line | None) -> bool:
    """Whether a line says of any place less than how many there are."""
    cells = () if line is None else (line.total, *line.counts.values())
    return any(cell.symbol == SUPPRESSED for cell in cells)
