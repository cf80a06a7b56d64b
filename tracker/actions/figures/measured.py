"""Figures of a date, and the people behind each. Every page takes them from here.

A figure counts what its reader may see. A young person with something sealed
counts as what readers see, unless the reader sees what is sealed (``sealed``) or the
asset owner signed that it counts (decision 0196).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.history import positions
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.measures import ALL, MEASURES, Figure, Measure
from tracker.store.figures.people_behind import PeopleBehind


def by_day(
    wanted: Iterable[date],
    *,
    within: Scope,
    breakdowns: Sequence[str] = (EVERYBODY,),
    measures: Sequence[Measure] = MEASURES,
    sealed: bool,
) -> dict[date, dict[str, dict[str, list[Figure]]]]:
    """The figures by day, breakdown and group, from one query.

    A day on which a position has still to be made is left out.
    """
    made = store.history.days.complete_among(wanted, within=within)
    alike = store.history.tallies.several(
        made, breakdowns, within=within, sealed=sealed
    )
    return {
        day: {
            breakdown: {
                group: ALL.figures(tallies, measures)
                for group, tallies in alike.get((day, breakdown), {}).items()
            }
            for breakdown in breakdowns
        }
        for day in sorted(made)
    }


def figures(
    as_of: date,
    *,
    within: Scope,
    measures: Sequence[Measure] = MEASURES,
    sealed: bool,
) -> list[Figure]:
    """One figure for each measure, in their order, the same as ``measures.count`` of
    the members of the date gives. Makes the positions that are missing for it.
    """
    positions.refresh([as_of], within=within)
    tallies = store.history.tallies.of(as_of, EVERYBODY, within=within, sealed=sealed)
    return ALL.figures(tallies.get("", ()), measures)


def behind(
    as_of: date,
    *,
    within: Scope,
    measure: Measure | None = None,
    counting: bool = True,
    breakdown: str | None = None,
    group: str | None = None,
) -> PeopleBehind:
    """The people who count in a measure on a date, or all that it covers (not
    ``counting``).

    Raises LookupError for a breakdown that does not exist.
    """
    positions.refresh([as_of], within=within)
    return store.figures.people_behind.behind(
        as_of,
        within=within,
        mask=0 if measure is None else ALL.mask(measure, counting=counting),
        breakdown=breakdown,
        group=group,
    )
