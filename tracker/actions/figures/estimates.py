"""How many of each year group are on record, against the population of ONS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.domain.figures.published_tables import POPULATION
from tracker.domain.intake.population import YEAR_GROUPS, Estimate, estimated


@dataclass(frozen=True, slots=True)
class Estimates:
    """The young people on record by year group, against an estimate of ONS.

    ``mid_year`` is the year of its 30 June, ``file`` the file that it was loaded from.
    """

    mid_year: int
    file: str
    lines: Sequence[Estimate]


def estimates(authority: str, start: int, on: date) -> Estimates | None:
    """The newest estimate loaded up to a school year, for that year's year groups.

    ``start`` is the year in which the school year begins, and ``on`` the day whose
    positions are counted. None where no estimate has the area.
    """
    held = [
        row
        for kind, row in store.figures.published.of_areas([authority])
        if kind == POPULATION.name and row.year <= start
    ]
    if not held:
        return None
    newest = max(held, key=lambda row: row.year)
    on_record = store.figures.members.by_year_group(on, authority)
    lines = [
        Estimate(group, on_record.get(group, 0), people)
        for group in YEAR_GROUPS
        if (
            people := estimated(
                newest.counts, mid_year=newest.year, year_group=group, start=start
            )
        )
        is not None
    ]
    file = next(
        each.file
        for each in store.figures.published.tables()
        if (each.year, each.kind) == (newest.year, POPULATION.name)
    )
    return Estimates(newest.year, file, lines) if lines else None
