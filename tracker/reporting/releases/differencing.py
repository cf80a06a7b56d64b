"""What a new release must hide so that no small group can be worked out from it.

The groups that a reader can distinguish, over all releases of one day, are unknown
numbers; each shown cell is a sum of some of them. Every group of a few people must have
a possible number above the limit (``alternatives``). As a group that is worked out by
adding and subtracting cells is made of such groups, none of a few people can be.

Each cell that is hidden keeps its reason. Source: Law D-17.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tracker.domain.figures import releases
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.releases import (
    WHOLE,
    Cell,
    Placed,
    Reason,
    Why,
)
from tracker.reporting.releases.alternatives import OutOfWork, Work
from tracker.reporting.releases.groups_apart import Exposed, System

#: The work for one release: some seconds of a machine.
ALLOWED = 15_000_000_000


@dataclass(frozen=True, slots=True)
class Protected:
    """The cells to hide, each with its reason.

    ``refused`` is the reason why hiding is not enough, ``undecided`` that it could not
    be decided with the work allowed. A release with either is not made.
    """

    hidden: Mapping[Cell, Reason]
    refused: Reason | None = None
    undecided: bool = False


def protect(
    new: Placed,
    earlier: Sequence[Placed],
    limits: Suppression,
    *,
    changed: Mapping[Cell, int] | None = None,
    allowed: int = ALLOWED,
) -> Protected:
    """What to hide in ``new``, beside ``earlier`` releases of the same day.

    ``changed`` are cells that differ by a few people from a release of another day,
    each with the number of that release.
    """
    searching = _Search(new, earlier, limits, Work(allowed))
    for cell, number in (changed or {}).items():
        searching.hide(cell, Reason(Why.CHANGE, number, cell))
    try:
        refused = searching.run()
    except OutOfWork:
        return Protected(searching.hidden, undecided=True)
    return Protected(searching.hidden, refused)


class _Search:
    """Hides cell after cell until every small group is protected."""

    def __init__(
        self, new: Placed, earlier: Sequence[Placed], limits: Suppression, work: Work
    ) -> None:
        self.new, self.earlier, self.limits, self.work = new, earlier, limits, work
        self.table = releases.counted(new)
        self.cells = (
            sorted(self.table.counts)
            if new.content.rows
            else releases.cells(self.table)
        )
        self.hidden: dict[Cell, Reason] = {}
        self.wide: list[Cell] = []

    def hide(self, cell: Cell, reason: Reason) -> None:
        """Hides a cell, unless it is hidden already."""
        self.hidden.setdefault(cell, reason)
        if reason.why is Why.CHANGE:
            self.wide.append(cell)

    def run(self) -> Reason | None:
        """Hides what it must. Returns a reason where that is not enough."""
        if not self.limits.threshold:
            return None
        if not self.new.content.rows:
            for cell in sorted(releases.small(self.table, self.limits)):
                self.hide(cell, Reason(Why.FEW))
            self._complete_lines()
        refused = self._protect((), Reason(Why.REST))
        if refused is None and self.earlier:
            self._hide_differences()
            refused = self._protect(self.earlier, None)
        return refused

    def _shown(self) -> Placed:
        shown = frozenset(self.cells).difference(self.hidden)
        return Placed(self.new.content, self.new.places, shown, self.new.number)

    # --- What a reader works out by subtraction within one line ---------------------

    def _complete_lines(self) -> None:
        """Hides more in each line whose total is shown and that hides too little.

        It leaves to the search of possibilities only what needs several lines.
        """
        before = -1
        while before != len(self.hidden):
            before = len(self.hidden)
            for cell in sorted(self.hidden):
                for each, line in enumerate(releases.neighbours(cell, self.table)):
                    self._complete(cell, line, self._total(cell, each))

    def _total(self, cell: Cell, nth: int) -> Cell:
        named = [place for place, group in enumerate(cell[:-1]) if group != WHOLE]
        at = named[nth]
        return (*cell[:at], WHOLE, *cell[at + 1 :])

    def _complete(self, cell: Cell, line: Sequence[Cell], total: Cell) -> None:
        if total in self.hidden:
            return
        least = self.limits.threshold + 1
        while (
            sum(self._people(each) for each in (cell, *self._hidden_of(line))) < least
        ):
            if not self._hide_smallest(line, Reason(Why.REST)):
                self.hide(total, Reason(Why.REST))
                return
        others = any(self._people(each) for each in self._hidden_of(line))
        if not others and not self._hide_smallest(line, Reason(Why.REST)):
            self.hide(total, Reason(Why.REST))

    def _hidden_of(self, line: Iterable[Cell]) -> Iterator[Cell]:
        return (each for each in line if each in self.hidden)

    def _people(self, cell: Cell) -> int:
        return self.table.counts.get(cell, 0)

    def _hide_smallest(self, line: Iterable[Cell], reason: Reason) -> bool:
        shown = [
            (people, each)
            for each in line
            if each not in self.hidden and (people := self._people(each))
        ]
        if not shown:
            return False
        self.hide(min(shown)[1], reason)
        return True

    # --- What a reader works out from two cells of two releases ---------------------

    def _hide_differences(self) -> None:
        """Hides each cell that holds all but a few people of a cell shown earlier."""
        here = self._shown()
        system = System((*self.earlier, here), self.limits)
        new_cells, new_sums = system.shown_of(len(self.earlier))
        of_new = new_sums @ system.people
        for place, release in enumerate(self.earlier):
            cells, sums = system.shown_of(place)
            if not (len(cells) and len(new_cells)):
                continue
            both = (new_sums * system.people).astype(np.float64) @ sums.T.astype(
                np.float64
            )
            of_old = sums @ system.people
            more, fewer = of_new[:, None] - both, of_old[None, :] - both
            limit = self.limits.threshold
            near = ((more == 0) & (fewer >= 1) & (fewer <= limit)) | (
                (fewer == 0) & (more >= 1) & (more <= limit)
            )
            for row, column in np.argwhere(near):
                self.hide(
                    new_cells[row],
                    Reason(Why.EARLIER, release.number, cells[column]),
                )

    # --- What a reader works out from many cells -------------------------------------

    def _protect(
        self, earlier: Sequence[Placed], reason: Reason | None
    ) -> Reason | None:
        # What is protected stays so while more is hidden.
        safe: set[tuple[int, ...]] = set()
        while True:
            system = System((*earlier, self._shown()), self.limits)
            found = system.exposed(self.work, self.wide, safe)
            if not found:
                return None
            before = len(self.hidden)
            self._loosen_together(system, found, reason)
            for each in found:
                if not each.limits:
                    self._loosen(system, each.atoms, reason)
            if len(self.hidden) == before:
                return self._conflict(system, found[0].atoms)

    def _loosen_together(
        self, system: System, found: Sequence[Exposed], reason: Reason | None
    ) -> None:
        """Hides cells that limit the exposed groups, those that limit many first."""
        left = [each for each in found if each.limits]
        while left:
            count = Counter(cells for each in left for cells in each.limits)
            chosen = min(
                count,
                key=lambda cells: (
                    (1 + sum(map(self._people, cells))) / count[cells],
                    cells,
                ),
            )
            first = next(each for each in left if chosen in each.limits)
            because = reason or self._conflict(system, first.atoms)
            for cell in chosen:
                self.hide(cell, because)
            left = [each for each in left if chosen not in each.limits]

    def _loosen(
        self, system: System, atoms: Sequence[int], reason: Reason | None
    ) -> None:
        """Hides one more cell near a group that is known exactly."""
        because = reason or self._conflict(system, atoms)
        found = {system.atoms[atom][-1] for atom in atoms} - {None}
        places = sorted(place for place in found if place is not None)
        lines = [
            (sum(map(self._people, self._hidden_of(line))), list(line))
            for place in places
            for cell in sorted(self.new.cells_of(place))
            if cell in self.hidden and not self.new.content.rows
            for line in releases.neighbours(cell, self.table)
        ]
        for _, line in sorted(lines, key=lambda each: each[0]):
            if self._hide_smallest(line, because):
                return
        covering = {cell for place in places for cell in self.new.cells_of(place)}
        if self._hide_smallest(covering.intersection(self.cells), because):
            return
        # The group is in no cell of the new release: a cell with its neighbours is.
        self._hide_smallest(self._beside(system, atoms), because)

    def _beside(self, system: System, atoms: Sequence[int]) -> list[Cell]:
        """The cells of the new release that lie within a cell that holds the group."""
        cells, sums = system.shown_of(len(system.releases) - 1)
        within = np.zeros(len(system.people), dtype=bool)
        for place in range(len(system.releases) - 1):
            _, earlier = system.shown_of(place)
            for row in earlier:
                if row[list(atoms)].all():
                    within |= row.astype(bool)
        outside = sums[:, ~within] @ system.people[~within]
        return [cell for cell, people in zip(cells, outside, strict=True) if not people]

    def _conflict(self, system: System, atoms: Sequence[int]) -> Reason:
        """The earlier release, and the smallest of its cells, that narrow a group."""
        best: tuple[int, Reason] | None = None
        for place, release in enumerate(system.releases[:-1]):
            cells, sums = system.shown_of(place)
            for cell, row in zip(cells, sums, strict=True):
                if row[list(atoms)].any():
                    people = int(row @ system.people)
                    if best is None or people < best[0]:
                        best = people, Reason(Why.EARLIER, release.number, cell)
        return best[1] if best else Reason(Why.REST)
