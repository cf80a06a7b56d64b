"""The figures that DfE publishes once a year by authority, from five returns.

NEET and not known are the average of the December, January and February returns: the
average count over the average cohort, not the average of three
percentages. Participation is of the March return alone, the September Guarantee of the
September before. A year is named by its March.

Annual changes are percentage points between unrounded shares, so that a figure may move
by 0.2 and its change be published as 0.3. Authorities are ranked on unrounded shares
too.

See decision 0074.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.figures.disclosure import half_up
from tracker.domain.figures.measures import Figure
from tracker.domain.reference.academic_year import Period

#: Measures averaged over the winter, by their names in ``domain.figures.measures``.
WINTER_MEASURES = ("cohort_16_17", "neet_or_not_known", "neet", "not_known")
MARCH_MEASURES = (
    "participating",
    "full_time_education",
    "apprenticeship",
    "other_education_and_training",
)
#: The measure of the September Guarantee that DfE publishes.
OFFERS = "september_guarantee_offers"
SEPTEMBER_MEASURES = (OFFERS,)
#: The levels of rows, as the tables write them.
NATIONAL, REGIONAL, AUTHORITY = "National", "Regional", "Local authority"
#: The area of a row that is about the whole country.
ENGLAND = "England"

GROUP_MEASURES = tuple(
    f"{group}_{part}"
    for group in ("no_sen", "ehcp", "sen_support", "vulnerable")
    for part in ("cohort", "neet_or_not_known")
)


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row of one year. Each mapping is by our name of the figure.

    ``area`` is the authority's code, the region's name, or ENGLAND. ``symbols`` has
    the symbol of a figure without a number. A figure that was not published is in none
    of the mappings.
    """

    year: int
    level: str  # NATIONAL, REGIONAL or AUTHORITY
    area: str
    name: str
    region: str | None
    counts: Mapping[str, float]
    percents: Mapping[str, float]
    changes: Mapping[str, float]
    quintiles: Mapping[str, int]
    symbols: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnnualPeriods:
    """The five returns that a year's published figures are made from."""

    september: Period
    december: Period
    january: Period
    february: Period
    march: Period

    @property
    def winter(self) -> tuple[Period, Period, Period]:
        return self.december, self.january, self.february


def annual_periods(year: int) -> AnnualPeriods:
    """The returns of published ``year``: from the September before to its March."""
    return AnnualPeriods(
        september=Period(year - 1, 9),
        december=Period(year - 1, 12),
        january=Period(year, 1),
        february=Period(year, 2),
        march=Period(year, 3),
    )


def annual(
    december: Sequence[Figure],
    january: Sequence[Figure],
    february: Sequence[Figure],
    march: Sequence[Figure],
    september: Sequence[Figure],
) -> list[Figure]:
    """DfE's annual set in the order of its table, from the figures of five months.

    Each argument is what ``measures.count`` gives for that month. Raises KeyError for a
    month without one of the measures.
    """
    winter = [_by_name(month) for month in (december, january, february)]
    spring, autumn = _by_name(march), _by_name(september)
    cohort = spring["cohort_16_17"]
    return [
        *(average([month[name] for month in winter]) for name in WINTER_MEASURES),
        Figure("march_cohort", "Aged 16 and 17 in March", cohort.count, cohort.of),
        *(spring[name] for name in MARCH_MEASURES),
        *(autumn[name] for name in SEPTEMBER_MEASURES),
        *(average([month[name] for month in winter]) for name in GROUP_MEASURES),
    ]


def _by_name(figures: Sequence[Figure]) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures}


def average(figures: Sequence[Figure]) -> Figure:
    """The average count of several months over their average cohort."""
    months = len(figures)
    return Figure(
        figures[0].name,
        figures[0].title,
        Fraction(sum(Fraction(figure.count) for figure in figures), months),
        Fraction(sum(Fraction(figure.of) for figure in figures), months),
    )


def change(now: Figure, before: Figure) -> float | None:
    """Percentage points from last year's figure to this one, to one decimal place.

    None where either year has no cohort.
    """
    if now.share is None or before.share is None:
        return None
    return half_up((now.share - before.share) * 100)


def changes(now: Sequence[Figure], before: Sequence[Figure]) -> dict[str, float | None]:
    """``change`` of each figure that both years have, by name."""
    earlier = _by_name(before)
    return {
        figure.name: change(figure, earlier[figure.name])
        for figure in now
        if figure.name in earlier
    }


#: Measures where more is better; for the others less is.
MORE_IS_BETTER = frozenset((*MARCH_MEASURES, *SEPTEMBER_MEASURES))


def quintiles(
    shares: Mapping[str, Fraction | float | None], *, more_is_better: bool
) -> dict[str, int]:
    """Each authority's fifth, 1 the best, of five groups as near equal as can be.

    ``shares`` are unrounded. An authority without one is in no group. Authorities with
    the same share are in the order of their codes. They are always sorted from the
    lowest share, also where more is better. If their number does not divide by five,
    the groups with the lowest shares have one more, as in DfE's scorecard (NCCIS 6.3).
    """
    ranked = sorted(
        (authority for authority, share in shares.items() if share is not None),
        key=lambda authority: (Fraction(shares[authority] or 0), authority),
    )
    size, larger = divmod(len(ranked), 5)
    found: dict[str, int] = {}
    for fifth in range(5):
        first = fifth * size + min(fifth, larger)
        last = first + size + (1 if fifth < larger else 0)
        place = 5 - fifth if more_is_better else fifth + 1
        found |= dict.fromkeys(ranked[first:last], place)
    return found


#: DfE's boundaries between fifths in its 2025 scorecard, from the lowest authority's
#: percentage to the highest. Source: Department for Education, NEET and
#: participation local authority scorecard 2025.
BOUNDARIES_2025: Mapping[str, tuple[float, ...]] = {
    "neet_or_not_known": (1.0, 3.5, 4.3, 5.5, 6.7, 21.5),
    "neet": (0.6, 2.1, 2.8, 3.8, 4.7, 7.6),
    "not_known": (0.0, 0.5, 0.8, 1.6, 2.7, 19.1),
    "participating": (82.2, 89.7, 91.3, 93.2, 95.4, 99.0),
    "september_guarantee_offers": (74.0, 93.1, 95.0, 96.8, 98.2, 100.0),
}
