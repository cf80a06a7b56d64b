"""Figures compared with those of DfE, and their fifth among all authorities.

Published figures are averages of December to February, those of participation are of
the end of March (``domain.figures.published``). Every page gives the period with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from tracker.domain.figures.published import (
    AUTHORITY,
    BOUNDARIES_2025,
    MARCH_MEASURES,
    MORE_IS_BETTER,
    SEPTEMBER_MEASURES,
    PublishedRow,
    annual_periods,
    quintiles,
)
from tracker.domain.reference.academic_year import Period

#: The measures with published fifths, in the order in which they are compared.
COMPARED = ("participating", "neet", "not_known", "neet_or_not_known")


@dataclass(frozen=True)
class Comparison:
    """The published figures of an authority and of the areas it is compared with.

    ``rows`` are those of the authority, England, the region and the neighbours, for all
    stored years. ``whole`` is every area of the newest loaded years. ``official`` is
    the year of the official neighbours, None where others were chosen. ``sources``
    gives the table and file of the figures of a year and a measure; figures supplied
    with the service have none.
    """

    authority: str
    region: str | None
    neighbours: tuple[str, ...]
    rows: Sequence[PublishedRow]
    whole: Sequence[PublishedRow] = ()
    sources: Mapping[tuple[int, str], str] = field(default_factory=dict)
    official: int | None = None

    @cached_property
    def newest(self) -> Mapping[str, int]:
        """The newest stored year of each measure; not all come out at the same time.

        The September Guarantee of a year comes months before its NEET figures.
        """
        newest: dict[str, int] = {}
        for row in self.rows:
            for measure in row.percents:
                newest[measure] = max(row.year, newest.get(measure, row.year))
        return newest

    @cached_property
    def _by_area(self) -> Mapping[tuple[int, str], PublishedRow]:
        return {(row.year, row.area): row for row in self.rows}

    def year(self, measure: str) -> int | None:
        """The newest stored year of a measure, or None."""
        return self.newest.get(measure)

    def row(self, area: str | None, year: int | None) -> PublishedRow | None:
        """The published row of an area and a year, or None."""
        if area is None or year is None:
            return None
        return self._by_area.get((year, area))

    def percent(
        self, area: str | None, measure: str, year: int | None = None
    ) -> float | None:
        """A published percentage; without ``year`` that of the newest year."""
        row = self.row(area, year or self.year(measure))
        return None if row is None else row.percents.get(measure)

    def of_neighbours(
        self, measure: str, year: int | None = None
    ) -> tuple[float | None, int]:
        """The neighbours' average of a year, and how many of them have a figure."""
        of = year or self.year(measure)
        return neighbours_average(
            [self.row(area, of) for area in self.neighbours], measure
        )

    def without_figure(self, measure: str) -> tuple[str, ...]:
        """The neighbours without a figure of the newest year."""
        return tuple(
            area for area in self.neighbours if self.percent(area, measure) is None
        )

    def fifth(self, percent: float | None, measure: str) -> int | None:
        """The fifth of a percentage, by the newest stored boundaries."""
        return fifth(percent, measure, boundaries(self._whole(measure), measure))

    def season(self, measure: str) -> str:
        """The time of year of which DfE publishes a measure, in words."""
        if measure in MARCH_MEASURES:
            return "the end of March"
        if measure in SEPTEMBER_MEASURES:
            return "September"
        return "December to February"

    def lines_of(self, measure: str) -> int:
        """The year of the boundaries between fifths that are used for a measure."""
        return max((row.year for row in self._whole(measure)), default=LINES_YEAR)

    def _whole(self, measure: str) -> list[PublishedRow]:
        year = self.year(measure)
        return [
            row for row in self.whole if row.year == year and measure in row.percents
        ]


#: The year of the boundaries supplied with the service.
LINES_YEAR = 2025


def period_of(measure: str, year: int) -> str:
    """The months of a year's published figure, in words."""
    first, *more = _returns_of(measure, year)
    if more:
        return f"average of {first.label} to {more[-1].label}"
    return f"end of {first.label}" if measure in MARCH_MEASURES else first.label


def _returns_of(measure: str, year: int) -> tuple[Period, ...]:
    """The returns that a measure is published of, in order."""
    months = annual_periods(year)
    if measure in MARCH_MEASURES:
        return (months.march,)
    if measure in SEPTEMBER_MEASURES:
        return (months.september,)
    return months.winter


def is_of_season(measure: str, on: date) -> bool:
    """Whether DfE publishes a measure of the month of a day. At another time of year a
    figure has no place among the published ones.
    """
    return on.month in {each.month for each in _returns_of(measure, on.year)}


def neighbours_average(
    rows: Iterable[PublishedRow | None], measure: str
) -> tuple[float | None, int]:
    """The mean of the neighbours' percentages, and how many have one.

    Each authority counts once, whatever its size, as DfE compares neighbours.
    """
    percents = [
        Fraction(str(row.percents[measure]))
        for row in rows
        if row is not None and measure in row.percents
    ]
    if not percents:
        return None, 0
    return float(sum(percents, Fraction()) / len(percents)), len(percents)


def boundaries(whole: Sequence[PublishedRow], measure: str) -> tuple[float, ...] | None:
    """The percentages between the fifths of a year's table, with its ends.

    Those of 2025 are DfE's own. For another year they are the highest percentage of
    each fifth, by DfE's method. None where the table has fewer than five authorities.
    """
    years = {row.year for row in whole}
    if years in ({LINES_YEAR}, set()):
        return BOUNDARIES_2025.get(measure)
    percents = {
        row.area: row.percents[measure]
        for row in whole
        if row.level == AUTHORITY and measure in row.percents
    }
    if len(percents) < 5:
        return None
    # Ranked from the lowest, whichever way is better.
    fifths = quintiles(percents, more_is_better=False)
    tops = [
        max(percents[area] for area, fifth in fifths.items() if fifth == number)
        for number in range(1, 6)
    ]
    return (min(percents.values()), *tops)


def fifth(
    percent: float | None, measure: str, lines: tuple[float, ...] | None
) -> int | None:
    """The fifth of authorities in which a percentage is; 1 is the best."""
    if percent is None or lines is None:
        return None
    inner = lines[1:-1]
    if measure in MORE_IS_BETTER:
        # A line is the highest of the fifth below it, which is the worse one.
        return 5 - sum(percent > line for line in inner)
    return 1 + sum(percent > line for line in inner)
