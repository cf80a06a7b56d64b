"""A figure beside what DfE published, and in which fifth of authorities it would stand.

Published figures are averages of December to February, those of participation of the
end of March (``domain.published``): what they are of is said wherever they are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.academic_year import MONTHS
from tracker.domain.published import (
    BOUNDARIES_2025,
    MARCH_MEASURES,
    MORE_IS_BETTER,
    SEPTEMBER_MEASURES,
    PublishedRow,
    quintiles,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is published of an authority and of those whom it is compared with.

    ``rows`` are of the authority, England, the region and the neighbours, of all years
    that are held; ``whole`` is every area of the newest of them. ``source`` says where
    that year's table came from, None where it is one of the few that come with us.
    """

    authority: str
    region: str | None
    neighbours: tuple[str, ...]
    rows: Sequence[PublishedRow]
    whole: Sequence[PublishedRow] = ()
    source: str | None = None

    @property
    def year(self) -> int | None:
        """The newest year that is held."""
        return max((row.year for row in self.rows), default=None)

    def row(self, area: str | None, year: int | None) -> PublishedRow | None:
        """What was published of an area in a year."""
        return next(
            (row for row in self.rows if (row.year, row.area) == (year, area)), None
        )

    def percent(
        self, area: str | None, measure: str, year: int | None = None
    ) -> float | None:
        """A published percentage, of the newest year unless another is asked for."""
        row = self.row(area, year or self.year)
        return None if row is None else row.percents.get(measure)

    def of_neighbours(self, measure: str) -> tuple[float | None, int]:
        """The neighbours' average, and of how many of them it is."""
        return neighbours_average(
            [self.row(area, self.year) for area in self.neighbours], measure
        )

    def fifth(self, percent: float | None, measure: str) -> int | None:
        """In which fifth a percentage would stand by the newest lines that are held."""
        return fifth(percent, measure, boundaries(self.whole, measure))

    @property
    def lines_of(self) -> int:
        """The year whose lines between fifths are used."""
        return max((row.year for row in self.whole), default=2025)


#: The levels at which a table has rows, as it writes them.
AUTHORITY_LEVEL = "Local authority"


def period_of(measure: str, year: int) -> str:
    """Of which months a year's published figure is, in words."""
    if measure in MARCH_MEASURES:
        return f"end of {MONTHS[2]} {year}"
    if measure in SEPTEMBER_MEASURES:
        return f"{MONTHS[8]} {year - 1}"
    return f"average of {MONTHS[11]} {year - 1} to {MONTHS[1]} {year}"


def neighbours_average(
    rows: Iterable[PublishedRow | None], measure: str
) -> tuple[float | None, int]:
    """The mean of the neighbours' percentages, and of how many it is.

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

    Those of 2025 are DfE's own; of another year they are the highest of each fifth, as
    DfE drew them. None where the table does not hold enough authorities.
    """
    years = {row.year for row in whole}
    if years in ({2025}, set()):
        return BOUNDARIES_2025.get(measure)
    percents = {
        row.area: row.percents[measure]
        for row in whole
        if row.level == AUTHORITY_LEVEL and measure in row.percents
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
    """In which fifth of authorities a percentage stands, 1 the best."""
    if percent is None or lines is None:
        return None
    inner = lines[1:-1]
    if measure in MORE_IS_BETTER:
        # A line is the highest of the fifth below it, which is the worse one.
        return 5 - sum(percent > line for line in inner)
    return 1 + sum(percent > line for line in inner)
