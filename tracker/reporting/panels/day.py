"""The headline figures of a day after disclosure control, the same on every page."""

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
    """The counts and percentages of one day by measure, after disclosure control."""

    as_of: date
    total: Cell
    counts: Mapping[str, Cell]
    percents: Mapping[str, Cell]

    @property
    def held(self) -> bool:
        """Whether any young people are recorded on that day."""
        return self.total.value != 0

    @property
    def hides(self) -> bool:
        """Whether the total or the count of any part of the cohort is hidden."""
        places = (self.counts[name] for name in WHERE.measures)
        return any(cell.symbol == SUPPRESSED for cell in (self.total, *places))

    def counts_shown(self, name: str) -> bool:
        """Whether the count of a measure is shown."""
        return self.counts[name].symbol != SUPPRESSED

    def percent_shown(self, name: str) -> bool:
        """Whether the percentage of a measure is shown."""
        return self.percents[name].symbol != SUPPRESSED


def breakdowns(suppression: Suppression) -> tuple[str, ...]:
    """The breakdowns that must be loaded so that a day's totals can be shown.

    The totals are the bottom row of every breakdown: protected alone, they would show
    what the tables by group hide. Without suppression the breakdowns are not needed.
    """
    return (EVERYBODY,) if suppression == OPEN else (EVERYBODY, *WHERE_BY)


def everybody(groups: Groups) -> Sequence[Figure]:
    """The figures of the whole cohort on a day; all zero if there are no records."""
    return groups.get(EVERYBODY, {}).get("") or ALL.figures((), HEADLINES)


def day(as_of: date, groups: Groups, suppression: Suppression) -> Day:
    """A day's figures, protected. ``groups`` has ``breakdowns(suppression)``."""
    whole = {EVERYBODY: {"": everybody(groups)}}
    # The whole cohort comes first among the tables that are protected together.
    tables = divided({**whole, **groups, **whole}, WHERE, suppression)
    line = tables[EVERYBODY].everybody
    parts = parts_of_participation(everybody(groups), line, suppression)
    return Day(
        as_of,
        line.total,
        {**line.counts, **{name: count for name, (count, _) in parts.items()}},
        {**line.percents, **{name: percent for name, (_, percent) in parts.items()}},
    )


def line_of(table: Divided, group: str) -> Line | None:
    """The line of one group of a breakdown; None if the group is empty."""
    return next((line for line in table.lines if line.group == group), None)


def hides(line: Line | None) -> bool:
    """Whether the total or any count of a line is hidden."""
    cells = () if line is None else (line.total, *line.counts.values())
    return any(cell.symbol == SUPPRESSED for cell in cells)
