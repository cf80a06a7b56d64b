"""Figures of a date, and the people behind each. Every page takes them from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.history import positions
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.measures import ALL, BY_NAME, MEASURES, Figure, Measure
from tracker.domain.history.members import Member


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a date, the same as ``measures.count`` of its members gives."""

    as_of: date
    within: Scope

    def figures(self, measures: Sequence[Measure] = MEASURES) -> list[Figure]:
        """One figure for each measure, in their order."""
        return ALL.figures(self._alike(EVERYBODY).get("", ()), measures)

    def by(
        self, breakdown: str, measures: Sequence[Measure] = MEASURES
    ) -> dict[str, list[Figure]]:
        """The figures of each group of a breakdown (``domain.figures.breakdowns``)."""
        return {
            group: ALL.figures(alike, measures)
            for group, alike in self._alike(breakdown).items()
        }

    def _alike(self, breakdown: str) -> dict[str, list[tuple[int, int]]]:
        return store.history.tallies.of(self.as_of, breakdown, within=self.within)


def by_day(
    wanted: Iterable[date],
    *,
    within: Scope,
    breakdowns: Sequence[str] = (EVERYBODY,),
    measures: Sequence[Measure] = MEASURES,
) -> dict[date, dict[str, dict[str, list[Figure]]]]:
    """The figures by day, breakdown and group, from one query.

    A day on which a position has still to be made is left out.
    """
    made = store.history.days.complete_among(wanted, within=within)
    alike = store.history.tallies.several(made, breakdowns, within=within)
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


def measure(name: str) -> Measure | None:
    """The measure with this name, or None."""
    return BY_NAME.get(name)


def are_made(as_of: date, *, within: Scope) -> bool:
    """Whether the figures of a date are ready."""
    return store.history.days.are_complete([as_of], within=within)


def on(as_of: date, *, within: Scope) -> Counted:
    """The figures of a date; makes the positions that are missing for it."""
    positions.refresh([as_of], within=within)
    return Counted(as_of, within)


def people(
    as_of: date,
    *,
    within: Scope,
    measure: Measure | None = None,
    counting: bool = True,
    breakdown: str | None = None,
    group: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Member]]:
    """The people who count in a measure on a date, or all that it covers (not
    ``counting``).

    Returns their number, and ``limit`` of them from ``offset`` in the order of names.
    Raises LookupError for a breakdown that does not exist.
    """
    positions.refresh([as_of], within=within)
    return store.figures.people_behind.people(
        as_of,
        within=within,
        mask=0 if measure is None else ALL.mask(measure, counting=counting),
        breakdown=breakdown,
        group=group,
        offset=offset,
        limit=limit,
    )
