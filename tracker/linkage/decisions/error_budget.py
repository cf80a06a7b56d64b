"""How many wrong matches are expected, and how many are allowed.

What is automatic is chosen over a whole batch: rows are taken from the surest on, while
the sum of their chances of being wrong stays within the budget for so many rows.

See decision 0110.
"""

from collections.abc import Iterable, Sequence

#: One wrong match in ten thousand automatic rows.
DEFAULT = 1 / 10_000


def within(errors: Iterable[tuple[int, float]], budget: float) -> set[int]:
    """Which of (row, expected error) may be automatic, so that the sum stays within
    ``budget`` times their number.
    """
    surest: Sequence[tuple[int, float]] = sorted(
        errors, key=lambda one: (one[1], one[0])
    )
    taken = 0
    total = 0.0
    for count, (_, error) in enumerate(surest, start=1):
        total += error
        if total <= budget * count:
            taken = count
    return {row for row, _ in surest[:taken]}
