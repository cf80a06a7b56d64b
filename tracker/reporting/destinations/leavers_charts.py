"""The destinations of leavers as bars for a page, from the figures that may be shown.

A hidden share has no bar, because a reader could measure the bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.figures.disclosure import Cell
from tracker.domain.leavers.destinations import Group, LeavingYear

#: Axes end on a round number, at this or a multiple of it.
STEP = 25


@dataclass(frozen=True, slots=True)
class Bar:
    """One share: its text, and its length in hundredths of the axis."""

    share: str
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """One destination, with a bar for each group that is compared."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Destinations in their order, without those whose shares are all hidden."""

    names: tuple[str, ...]
    rows: tuple[Bars, ...]
    axis: int
    says: str


def compared(group: Group, names: Sequence[str]) -> Chart:
    """The institution's leavers beside the authority's."""
    return _chart(
        group.here.columns,
        (group.here.percents[0], group.authority.percents[0]),
        names,
        "Per cent of leavers in each destination",
    )


def over_years(years: Sequence[LeavingYear]) -> Chart:
    """The institution's leavers of each year, on the same day after leaving.

    A year without leavers is left out.
    """
    empty = without_leavers(years)
    drawn = [year for year in years if year.left not in empty]
    return _chart(
        years[0].here.here.columns,
        [year.here.here.percents[0] for year in drawn],
        [f"{year.left} leavers" for year in drawn],
        "Per cent of each year's leavers in each destination, on 31 October",
    )


def without_leavers(years: Sequence[LeavingYear]) -> list[int]:
    """The years without leavers, for which there is nothing to draw."""
    return [year.left for year in years if year.here.here.total.value == 0]


def _chart(
    titles: Sequence[str],
    shares: Sequence[Sequence[Cell]],
    names: Sequence[str],
    says: str,
) -> Chart:
    longest = max(
        (cell.value for row in shares for cell in row if cell.value is not None),
        default=0,
    )
    axis = max(STEP, -(-int(longest + 0.999) // STEP) * STEP)
    rows = [
        Bars(title, tuple(_bar(row[place], axis) for row in shares))
        for place, title in enumerate(titles)
        if any(row[place].value for row in shares)
    ]
    return Chart(tuple(names), tuple(rows), axis, says)


def _bar(cell: Cell, axis: int) -> Bar:
    if cell.value is None:
        return Bar(cell.symbol or "", 0)
    return Bar(f"{cell.value:.1f}%", round(100 * cell.value / axis, 2))
