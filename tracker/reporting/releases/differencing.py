"""What a new release must hide so that no small group can be worked out from it.

The groups that a reader can tell apart, over all releases of one day, are unknown
numbers; each shown cell is a sum of some of them. Every group of a few people must have
a possible number above the limit (``alternatives``). As a group that is worked out by
adding and subtracting cells is made of such groups, none of a few people can be.

Each cell that is hidden keeps its reason. Source: Law D-17 and O10.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tracker.domain.figures import releases
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.releases import COUNTED, OTHERS, WHOLE, Cell, Place, Placed
from tracker.reporting.releases.alternatives import Alternatives, OutOfWork, Whole, Work

#: The work for one release: some seconds of a machine.
ALLOWED = 6_000_000_000
#: A number that is not shown must have at least this many more possible values.
_WIDTH = 2


class Why(StrEnum):
    """The reason why a cell is hidden."""

    FEW = "few people"
    REST = "worked out from this table"
    EARLIER = "worked out with an earlier release"
    CHANGE = "changed by a few people"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is hidden; ``release`` and ``cell`` name what it conflicts with."""

    why: Why
    release: int | None = None
    cell: Cell | None = None


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
        system = _System((*self.earlier, here), self.limits)
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
            system = _System((*earlier, self._shown()), self.limits)
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
        self, system: "_System", found: Sequence["_Exposed"], reason: Reason | None
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
        self, system: "_System", atoms: Sequence[int], reason: Reason | None
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

    def _beside(self, system: "_System", atoms: Sequence[int]) -> list[Cell]:
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

    def _conflict(self, system: "_System", atoms: Sequence[int]) -> Reason:
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


@dataclass(frozen=True, slots=True)
class _Exposed:
    """A group that can be worked out. Hiding one of ``limits`` gives it room.

    Each is a sum that limits it, as all the cells of the new release that show it.
    """

    atoms: list[int]
    limits: frozenset[tuple[Cell, ...]]


class _System:
    """The groups that readers of several releases can tell apart, and their sums."""

    def __init__(self, placed: Sequence[Placed], limits: Suppression) -> None:
        self.releases, self.limits = placed, limits
        people = Counter(
            tuple(each.places.get(person) for each in placed)
            for person in dict.fromkeys(p for each in placed for p in each.places)
        )
        for atom in list(_possible(placed, people)):
            people.setdefault(atom, 0)
        self.atoms = list(people)
        self.people: Whole = np.array(list(people.values()), dtype=np.int64)
        self._sums = [self._of(number) for number in range(len(placed))]

    def shown_of(self, number: int) -> tuple[list[Cell], Whole]:
        """The shown cells of one release, and the atoms in each."""
        return self._sums[number]

    def _of(self, number: int) -> tuple[list[Cell], Whole]:
        release = self.releases[number]
        cells = sorted(release.shown)
        rows = {cell: row for row, cell in enumerate(cells)}
        sums: Whole = np.zeros((len(cells), len(self.atoms)), dtype=np.int64)
        for column, atom in enumerate(self.atoms):
            place = atom[number]
            if place is not None:
                for cell in release.cells_of(place):
                    row = rows.get(cell)
                    if row is not None:
                        sums[row, column] = 1
        return cells, sums

    def exposed(
        self, work: Work, wide: Sequence[Cell], safe: set[tuple[int, ...]]
    ) -> list["_Exposed"]:
        """The groups that a reader can work out, or nearly.

        Those in ``safe`` are left out, and the others that are protected added to it.
        """
        every = np.vstack([sums for _, sums in self._sums])
        sums, whose = np.unique(every, axis=1, return_inverse=True)
        people: Whole = np.bincount(
            whose, weights=self.people, minlength=sums.shape[1]
        ).astype(np.int64)
        few = np.flatnonzero((people >= 1) & (people <= self.limits.threshold))
        groups = [np.flatnonzero(whose == each) for each in few]
        enough = self.limits.threshold + 1
        high = [enough if self._differ(atoms) else 0 for atoms in groups]
        for atoms in self._small_places():
            groups.append(atoms)
            high.append(enough)
        for atoms in self._alike():
            groups.append(atoms)
            high.append(_WIDTH)
        for cell in wide:
            groups.append(self._atoms_in(cell))
            high.append(0)
        names = [tuple(atoms.tolist()) for atoms in groups]
        open_ones = [row for row, name in enumerate(names) if name not in safe]
        groups, high = [groups[n] for n in open_ones], [high[n] for n in open_ones]
        wanted = np.zeros((len(groups), sums.shape[1]), dtype=np.int64)
        for row, atoms in enumerate(groups):
            wanted[row, whose[atoms]] = 1
        found = _exposed(sums, people, wanted, np.array(high, dtype=np.int64), work)
        safe |= {names[n] for row, n in enumerate(open_ones) if row not in found}
        return [
            _Exposed(groups[each].tolist(), self._hideable(sums, limiting))
            for each, limiting in found.items()
        ]

    def _differ(self, atoms: Iterable[int]) -> bool:
        """Whether these people are in some releases otherwise than in others.

        They are not in all of them, or have two groups of one breakdown or two outcomes
        of one measure. The releases of other people can be subtracted then.
        """
        contents = [release.content for release in self.releases]
        for atom in atoms:
            known: dict[str, str] = {}
            for content, place in zip(contents, self.atoms[atom], strict=True):
                if place is None:
                    return True
                names = (*content.breakdowns, content.measure)
                for name, group in zip(names, place, strict=True):
                    if WHOLE not in (group, known.setdefault(name, group)) and (
                        known[name] != group
                    ):
                        return True
        return False

    def _small_places(self) -> Iterator[NDArray[np.intp]]:
        """The people of each place of a release that has only a few."""
        for number in range(len(self.releases)):
            inside: dict[Place, list[int]] = {}
            for column, atom in enumerate(self.atoms):
                place = atom[number]
                if place is not None and self.people[column]:
                    inside.setdefault(place, []).append(column)
            for columns in inside.values():
                if self.people[columns].sum() <= self.limits.threshold:
                    yield np.array(columns, dtype=np.intp)

    def _hideable(
        self, sums: Whole, limiting: Iterable[Sequence[int]]
    ) -> frozenset[tuple[Cell, ...]]:
        """The cells of the new release that show a sum which no earlier one shows."""
        cells, new = self._sums[-1]
        first = len(sums) - len(new)
        return frozenset(
            tuple(cells[row - first] for row in rows)
            for rows in limiting
            if all(row >= first for row in rows)
        )

    def _alike(self) -> Iterator[NDArray[np.intp]]:
        """The outcomes that nobody has in a small group, and that are hidden there."""
        for number, release in enumerate(self.releases):
            empty: dict[Place, list[int]] = {}
            if release.content.rows:
                continue
            for column, atom in enumerate(self.atoms):
                place = atom[number]
                if place is not None and not self.people[column]:
                    empty.setdefault(place, []).append(column)
            taken = {
                atom[number]
                for column, atom in enumerate(self.atoms)
                if self.people[column]
            }
            for place, columns in empty.items():
                if place not in taken and (*place[:-1], COUNTED) not in release.shown:
                    yield np.array(columns, dtype=np.intp)

    def _atoms_in(self, cell: Cell) -> NDArray[np.intp]:
        release = self.releases[-1]
        return np.array(
            [
                column
                for column, atom in enumerate(self.atoms)
                if atom[-1] is not None and cell in set(release.cells_of(atom[-1]))
            ],
            dtype=np.intp,
        )


_Atom = tuple[Place | None, ...]
_OTHER = {COUNTED: OTHERS, OTHERS: COUNTED}


def _possible(placed: Sequence[Placed], people: Counter[_Atom]) -> Iterator[_Atom]:
    """Atoms without people that a reader must hold possible.

    Where the count of a group is hidden, each of its people may have the other outcome,
    in every release of the same measure.
    """
    for number, release in enumerate(placed):
        content = release.content
        if content.rows or content.everybody_counts:
            continue
        for atom in list(people):
            place = atom[number]
            if place is None or (*place[:-1], COUNTED) in release.shown:
                continue
            yield tuple(
                (*other[:-1], _OTHER[other[-1]])
                if other is not None and placed[at].content.measure == content.measure
                else other
                for at, other in enumerate(atom)
            )


def _exposed(
    sums: Whole, people: Whole, wanted: Whole, high: Whole, work: Work
) -> dict[int, list[list[int]]]:
    """The rows of ``wanted`` without a possibility that protects them.

    With each stand the sums that limit it, as rows of ``sums`` that show the same.
    """
    if not len(wanted):
        return {}
    free, rows, shown_by = _unsettled(sums, people)
    fixed = wanted[:, ~free] @ people[~free]
    search = Alternatives(
        rows, people[free], wanted[:, free], high - fixed, width=_WIDTH, work=work
    )
    return {
        row: [shown_by[limit] for limit in limiting]
        for row, limiting in search.exposed().items()
    }


def _unsettled(
    sums: Whole, people: Whole
) -> tuple[NDArray[np.bool_], Whole, list[list[int]]]:
    """The groups whose number does not follow at once, and the sums that limit them.

    A group alone in a sum is known, and so is every group of a sum that is nought. The
    last are, for each sum, the rows of ``sums`` that show it.
    """
    free = np.ones(sums.shape[1], dtype=bool)
    shown = sums @ people
    while True:
        sizes = sums[:, free].sum(axis=1)
        rest = shown - sums[:, ~free] @ people[~free]
        settled = (sizes == 1) | ((rest == 0) & (sizes > 0))
        if not settled.any():
            break
        free &= ~(sums[settled].any(axis=0))
    limiting = np.flatnonzero(sizes)
    kept, whose = np.unique(sums[limiting][:, free], axis=0, return_inverse=True)
    shown_by: list[list[int]] = [[] for _ in kept]
    for row, pattern in zip(limiting, whose.reshape(-1), strict=True):
        shown_by[pattern].append(int(row))
    return free, kept, shown_by
