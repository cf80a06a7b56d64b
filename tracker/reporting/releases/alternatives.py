"""Other counts that agree with everything that is shown.

A reader of several tables knows sums of groups of people. What they do not know, they
must hold possible. Here such possibilities are made: whole numbers of people, none
below nought, with all the same sums. A small group is protected by a possibility in
which it is larger than the limit; none that is only a fraction of people counts.

The method is the simplex algorithm. It begins at the true counts, raises or lowers one
group at a time as far as the sums allow, and stops where no step leads further: then
the greatest or least possible number of a group is known.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_NOUGHT = 1e-6
#: More steps without a move than this are taken in a fixed order, so that none repeats.
_PATIENCE = 25
#: So many groups without a step of whole people are passed over in one climb.
_PASSED = 40
#: What a step costs besides, in numbers looked at.
_STEP = 50_000
#: A group in no sum at all may have any number; so many more prove enough.
_FAR = 1000
#: How often the sums are solved for other groups before each is looked at by itself.
_BASES = 8
#: How many other ways are tried for a group before it counts as exposed.
_OTHER_WAYS = 1
#: Groups looked at together, for the sake of memory.
_AT_ONCE = 256


class OutOfWork(Exception):
    """The work allowed for one release is used up before it is decided."""


class Work:
    """The amount of work that is left, in numbers of a table looked at.

    It is counted and not timed, so that each machine decides a release alike.
    """

    def __init__(self, allowed: int) -> None:
        self.left = allowed

    def take(self, amount: int) -> None:
        """Raises OutOfWork when nothing is left."""
        self.left -= amount
        if self.left < 0:
            raise OutOfWork


class Alternatives:
    """Possibilities for groups of people, found step by step from the true counts.

    ``sums`` has a row for each sum that is shown, with 1 for the groups in it.
    ``wanted`` has a row for each number to protect: among the possibilities must be one
    of ``high`` or more, and two that are ``width`` apart.
    """

    def __init__(
        self,
        sums: Whole,
        truth: Whole,
        wanted: Whole,
        high: Whole,
        *,
        width: int,
        work: Work,
    ) -> None:
        self._sums, self._work = sums, work
        self._shown = sums @ truth
        self._truth: Floats = truth.astype(np.float64)
        self._at = self._truth
        self._wanted, self._high, self._width = wanted, high, width
        self._least: Whole = wanted @ truth
        self._most: Whole = self._least.copy()
        self._solved = _solved(sums, truth, work)
        self._basis = self._solved.basis

    def exposed(self) -> dict[int, list[int]]:
        """The rows of ``wanted`` that nothing protects, with the sums that limit each.

        Raises OutOfWork.
        """
        draw = np.random.default_rng(0)
        for _ in range(_BASES):
            before = len(self._lacking())
            self._step_once()
            if len(self._lacking()) in (0, before):
                break
            self._solved = _solved(
                self._sums,
                self._truth * draw.uniform(0.1, 1, len(self._truth)),
                self._work,
            )
        found = {}
        for row in self._lacking():
            limiting: list[int] = []
            goal = self._wanted[row].astype(np.float64)
            for direction in (goal, -goal):
                if self._lacks(row) and goal.any():
                    self._climb(direction, row)
                    if self._lacks(row):
                        limiting = limiting or self._limiting(direction)
            # Fractions of people may have been in the way: other ways lead round them.
            for _ in range(_OTHER_WAYS):
                if self._lacks(row) and goal.any():
                    self._climb(goal + draw.uniform(-0.2, 0.2, len(goal)), row)
            if self._lacks(row):
                found[int(row)] = limiting
        return found

    def _lacking(self) -> NDArray[np.intp]:
        return np.flatnonzero(
            (self._most < self._high) | (self._most - self._least < self._width)
        )

    def _lacks(self, row: int) -> bool:
        most, least = self._most[row], self._least[row]
        return bool(most < self._high[row] or most - least < self._width)

    def _step_once(self) -> None:
        """Notes the possibilities that one step from the truth leads to.

        A step raises or lowers one group and moves those that the sums are solved for.
        Most groups are protected by one, at a small part of the cost of a climb.
        """
        table, basis, _ = self._solved
        whole: NDArray[np.bool_] = np.all(
            np.abs(table - np.rint(table)) < _NOUGHT, axis=0
        )
        whole[basis] = False
        groups = np.flatnonzero(whole)
        moves = np.rint(table[:, groups])
        room = self._truth[basis][:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            up = np.where(moves > 0, room / moves, np.inf).min(axis=0, initial=_FAR)
            down = np.where(moves < 0, room / -moves, np.inf).min(axis=0, initial=_FAR)
        up = np.floor(up)
        down = np.floor(np.minimum(down, self._truth[groups]))
        at = (self._wanted @ self._truth)[:, None]
        lacking = self._lacking()
        for first in range(0, len(lacking), _AT_ONCE):
            part = lacking[first : first + _AT_ONCE]
            wanted = self._wanted[part].astype(np.float64)
            self._work.take(moves.size * 2)
            change = wanted[:, groups] - wanted[:, basis] @ moves
            reached = np.concatenate(
                [at[part], at[part] + change * up, at[part] - change * down], axis=1
            ).astype(np.int64)
            self._least[part] = np.minimum(self._least[part], reached.min(axis=1))
            self._most[part] = np.maximum(self._most[part], reached.max(axis=1))

    def _climb(self, goal: Floats, row: int) -> None:
        """Moves from the truth to where ``goal`` is greatest, or ``row`` is protected.

        It notes what it passes.
        """
        # Steps from fractions of people lead to fractions, and many steps to errors of
        # rounding, so each climb starts there.
        self._at = self._truth
        table, basis = self._solved.table.copy(), self._solved.basis.copy()
        self._work.take(table.size)
        self._basis = basis
        price = goal - goal[basis] @ table
        still = 0
        # First only steps of whole people are taken; other groups are passed over.
        passed: NDArray[np.bool_] | None = np.zeros(len(goal), dtype=bool)
        while True:
            self._work.take(4 * len(price) + _STEP)
            gain = np.where(
                price > _NOUGHT,
                price,
                np.where((price < -_NOUGHT) & (self._at > _NOUGHT), -price, 0),
            )
            gain[basis] = 0
            if passed is not None:
                gain[passed] = 0
                if not gain.any():
                    passed = None
                    continue
            if not gain.any():
                return
            group = int(np.argmax(gain > 0 if still > _PATIENCE else gain))
            sign = 1.0 if price[group] > 0 else -1.0
            steps = table[:, group] * sign
            far, blocks = self._room(steps, fixed_order=still > _PATIENCE)
            if sign < 0 and self._at[group] <= far:
                far, blocks = float(self._at[group]), None
            if passed is not None and far != np.inf and not _is_whole(far, steps):
                passed[group] = True
                if passed.sum() > _PASSED:
                    passed = None
                continue
            self._move(row, group, sign, steps, min(far, _FAR))
            if far == np.inf or not self._lacks(row):
                return
            self._work.take(self._sums.size)
            still = 0 if far > _NOUGHT else still + 1
            if blocks is not None:
                self._work.take(_pivot(table, blocks, group))
                price = price - price[group] * table[blocks]
                basis[blocks] = group

    def _limiting(self, goal: Floats) -> list[int]:
        """The sums that keep ``goal`` from being greater, after its climb."""
        self._work.take(len(self._basis) ** 2)
        independent = self._solved.sums
        square = self._sums[independent][:, self._basis].T
        weights = np.linalg.solve(square.astype(np.float64), goal[self._basis])
        return [
            int(row)
            for row, weight in zip(independent, weights, strict=True)
            if abs(weight) > _NOUGHT
        ]

    def _room(self, steps: Floats, *, fixed_order: bool) -> tuple[float, int | None]:
        """How far a step can go, and the row of the group that is at nought then."""
        falling = np.flatnonzero(steps > _NOUGHT)
        if not len(falling):
            return np.inf, None
        room = np.maximum(self._at[self._basis[falling]], 0) / steps[falling]
        far = float(room.min())
        first = np.flatnonzero(room <= far + _NOUGHT)
        among = falling[first]
        if fixed_order:
            return far, int(among[np.argmin(self._basis[among])])
        return far, int(among[np.argmax(steps[among])])

    def _move(
        self, row: int, group: int, sign: float, steps: Floats, far: float
    ) -> None:
        if far <= _NOUGHT:
            return
        # A step that ends between whole people has whole people a little earlier.
        before = float(np.floor(far + _NOUGHT))
        if 0 < before < far - _NOUGHT:
            self._note(row, self._after(group, sign, steps, before))
        self._at = self._after(group, sign, steps, far)
        self._note(row, self._at)

    def _after(self, group: int, sign: float, steps: Floats, far: float) -> Floats:
        there = self._at.copy()
        there[group] += sign * far
        there[self._basis] -= steps * far
        there[np.abs(there) < _NOUGHT] = 0
        return there

    def _note(self, row: int, at: Floats) -> None:
        """Keeps a possibility, if it has whole people and exactly the sums shown."""
        people = np.rint(at).astype(np.int64)
        if np.abs(at - people).max(initial=0) > 1e-5 or people.min(initial=0) < 0:
            return
        if (self._sums @ people != self._shown).any():
            return
        number = self._wanted[row] @ people
        self._least[row] = min(self._least[row], number)
        self._most[row] = max(self._most[row], number)


class _Solved(NamedTuple):
    """Sums solved for some of the groups, the ``basis``; which ``sums`` they are."""

    table: Floats
    basis: NDArray[np.intp]
    sums: NDArray[np.intp]


def _solved(sums: Whole, weight: Floats | Whole, work: Work) -> _Solved:
    """The sums, each solved for another group.

    Groups of great ``weight`` are solved for: large ones leave room to the others. Sums
    that follow from others are left out.
    """
    table: Any = sums.astype(np.float64)
    basis = []
    order = np.arange(len(sums))
    row = 0
    for group in np.argsort(-weight, kind="stable"):
        if row == len(table):
            break
        below = np.abs(table[row:, group])
        best = int(np.argmax(below))
        if below[best] <= _NOUGHT:
            continue
        if best:
            table[[row, row + best]] = table[[row + best, row]]
            order[[row, row + best]] = order[[row + best, row]]
        work.take(_pivot(table, row, int(group)) + len(table))
        basis.append(int(group))
        row += 1
    return _Solved(table[:row].copy(), np.array(basis, dtype=np.intp), order[:row])


def _is_whole(far: float, steps: Floats) -> bool:
    """Whether a step moves whole people only."""
    return abs(far - np.rint(far)) < _NOUGHT and bool(
        (np.abs(steps - np.rint(steps)) < _NOUGHT).all()
    )


def _pivot(table: Floats, row: int, group: int) -> int:
    """Solves one row for a group, and takes the group out of all other rows.

    Returns how many numbers that changes.
    """
    table[row] /= table[row, group]
    others = np.flatnonzero(np.abs(table[:, group]) > _NOUGHT)
    others = others[others != row]
    table[others] -= np.outer(table[others, group], table[row])
    table[others, group] = 0
    return int(table.shape[1]) * (1 + len(others))
