"""The groups that a reader of several releases can distinguish, and their sums.

People who are in the same place of every release are one *atom*. Atoms that the same
shown cells count are one unknown number for the reader.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.releases import COUNTED, OTHERS, WHOLE, Cell, Place, Placed
from tracker.reporting.releases.alternatives import Alternatives, Whole, Work

#: A number that is not shown must have at least this many more possible values.
_WIDTH = 2


@dataclass(frozen=True, slots=True)
class Exposed:
    """A group that can be worked out. Hiding one of ``limits`` gives it room.

    Each is a sum that limits it, as all the cells of the new release that show it.
    """

    atoms: list[int]
    limits: frozenset[tuple[Cell, ...]]


class System:
    """The groups that readers of several releases can distinguish, and their sums."""

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
    ) -> list["Exposed"]:
        """The groups that a reader can work out, or nearly.

        Those in ``safe`` are left out, and the others that are protected added to it.
        """
        every = np.vstack([sums for _, sums in self._sums])
        groups, high = self._to_protect(every, wide)
        names = [tuple(atoms.tolist()) for atoms in groups]
        open_ones = [row for row, name in enumerate(names) if name not in safe]
        groups, high = [groups[n] for n in open_ones], [high[n] for n in open_ones]
        within = np.zeros((len(groups), every.shape[1]), dtype=np.int64)
        for row, atoms in enumerate(groups):
            within[row, atoms] = 1
        # Atoms that no sum separates are one unknown, unless only some are protected.
        both, whose = np.unique(np.vstack([every, within]), axis=1, return_inverse=True)
        sums, wanted = both[: len(every)], both[len(every) :]
        people: Whole = np.bincount(
            whose, weights=self.people, minlength=sums.shape[1]
        ).astype(np.int64)
        found = _exposed(sums, people, wanted, np.array(high, dtype=np.int64), work)
        safe |= {names[n] for row, n in enumerate(open_ones) if row not in found}
        return [
            Exposed(groups[each].tolist(), self._hideable(sums, limiting))
            for each, limiting in found.items()
        ]

    def _to_protect(
        self, every: Whole, wide: Sequence[Cell]
    ) -> tuple[list[NDArray[np.intp]], list[int]]:
        """The groups to protect, and how many people each must be possible with."""
        sums, whose = np.unique(every, axis=1, return_inverse=True)
        people = np.bincount(whose, weights=self.people, minlength=sums.shape[1])
        few = np.flatnonzero((people >= 1) & (people <= self.limits.threshold))
        groups = [np.flatnonzero(whose == each) for each in few]
        enough = self.limits.threshold + 1
        high = [enough if self._differ(atoms) else 0 for atoms in groups]
        for found, least in (
            (self._small_places(), enough),
            (self._alike(), _WIDTH),
            (map(self._atoms_in, wide), 0),
        ):
            for atoms in found:
                groups.append(atoms)
                high.append(least)
        return groups, high

    def _differ(self, atoms: Iterable[int]) -> bool:
        """Whether these people are in some releases otherwise than in others.

        They are not in all of them, or have two groups of one breakdown or two outcomes
        of one measure. The releases of other people can be subtracted then. So can
        another measure of the same people: who participates without full-time education
        and an apprenticeship is what is left of three numbers.
        """
        contents = [release.content for release in self.releases]
        for atom in atoms:
            known: dict[str, str] = {}
            of_them = {
                content.measure
                for content, place in zip(contents, self.atoms[atom], strict=True)
                if place is not None and not content.everybody_counts
            }
            if len(of_them) > 1:
                return True
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
        """The outcomes without people in a small group, and that are hidden there."""
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
_OTHER: dict[str | None, str] = {COUNTED: OTHERS, OTHERS: COUNTED}


def _possible(placed: Sequence[Placed], people: Counter[_Atom]) -> Iterator[_Atom]:
    """Atoms without people that a reader must hold possible.

    Where the count of a group is hidden, each of its people may have the other outcome.
    Readers know the measures too: who is in full-time education participates. So people
    may have the outcomes together that some person has, and no others.
    """
    together = {_outcomes(atom) for atom in people}
    alone = len({release.content.measure for release in placed}) == 1
    for number, release in enumerate(placed):
        content = release.content
        if content.rows or content.everybody_counts:
            continue
        for atom in list(people):
            place = atom[number]
            if place is None or (*place[:-1], COUNTED) in release.shown:
                continue
            had, other = _outcomes(atom), _OTHER[place[-1]]
            if alone:
                yield _with(atom, [_OTHER.get(each, each) for each in had])
                continue
            for outcomes in together:
                if outcomes[number] == other and _are_of_the_same(outcomes, had):
                    yield _with(atom, outcomes)


_Outcomes = Sequence[str | None]


def _outcomes(atom: _Atom) -> tuple[str | None, ...]:
    """What people count as in each release, None where they are not in it."""
    return tuple(None if place is None else place[-1] for place in atom)


def _are_of_the_same(one: _Outcomes, other: _Outcomes) -> bool:
    """Whether both are of people in the same releases."""
    return [each is None for each in one] == [each is None for each in other]


def _with(atom: _Atom, outcomes: _Outcomes) -> _Atom:
    return tuple(
        None if place is None or outcome is None else (*place[:-1], outcome)
        for place, outcome in zip(atom, outcomes, strict=True)
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
