"""The December to February average so far, and its estimate if nothing changes.

The estimate can be explained in a sentence and checked with a pencil: take this year's
newest figure, and for each month of the winter add the percentage points by which last
year changed from the same month to that one. Months of this winter that have a figure
keep it. It does not predict what a service will achieve.

See decision 0039.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.figures.disclosure import half_up
from tracker.domain.figures.measures import Figure
from tracker.domain.figures.published import annual_periods, average
from tracker.domain.reference.academic_year import Period

#: The figures of one measure by month.
Months = Mapping[Period, Figure]


def published_year(period: Period) -> int:
    """The year of the published figure to which a month belongs; named by its March.

    From April to August the next winter is still to come, so the last one is shown
    until the new academic year begins.
    """
    return period.academic_year.start + 1


@dataclass(frozen=True, slots=True)
class Winter:
    """One year's December to February, of one measure.

    ``held`` are its months with figures, and ``so_far`` is their average: the average
    count over the average cohort. ``estimate`` is a share, None where the winter is
    over or last year is not known. It starts from the month ``latest``. ``now``,
    ``then`` and ``became`` are the shares that explain it: of that month, of the same
    month last year, and of last winter.
    """

    year: int
    held: tuple[Period, ...]
    so_far: Figure | None
    latest: Period
    estimate: Fraction | None = None
    now: Fraction | None = None
    then: Fraction | None = None
    became: Fraction | None = None

    @property
    def over(self) -> bool:
        return len(self.held) == 3

    @property
    def same_month_last_year(self) -> Period:
        return self.latest.a_year_before

    @property
    def last_winter(self) -> tuple[Period, ...]:
        """The three months with the average ``became``."""
        return tuple(each.a_year_before for each in annual_periods(self.year).winter)

    @property
    def estimated_percent(self) -> float | None:
        return None if self.estimate is None else half_up(self.estimate * 100)


def winter(months: Months, latest: Period) -> Winter | None:
    """The winter of the academic year that ``latest`` is in, from a measure's months.

    None without a figure of ``latest``.
    """
    if latest not in months:
        return None
    year = published_year(latest)
    periods = annual_periods(year).winter
    held = tuple(each for each in periods if each <= latest and each in months)
    so_far = average([months[each] for each in held]) if held else None
    plain = Winter(year, held, so_far, latest)
    now = months[latest].share
    then = _share(months, plain.same_month_last_year)
    before = [_share(months, each) for each in plain.last_winter]
    if (
        len(held) == len(periods)
        or now is None
        or then is None
        or any(share is None for share in before)
    ):
        return plain
    known = [share for share in before if share is not None]
    expected = [
        _share(months, period) if period in held else _within(now + share - then)
        for period, share in zip(periods, known, strict=True)
    ]
    return Winter(
        year=year,
        held=held,
        so_far=so_far,
        latest=latest,
        estimate=_mean([share for share in expected if share is not None]),
        now=now,
        then=then,
        became=_mean(known),
    )


def _share(months: Months, period: Period) -> Fraction | None:
    found = months.get(period)
    return None if found is None else found.share


def _mean(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, Fraction()) / len(numbers)


def _within(share: Fraction) -> Fraction:
    """The share, limited to the range from 0 to 1."""
    return min(max(share, Fraction()), Fraction(1))
