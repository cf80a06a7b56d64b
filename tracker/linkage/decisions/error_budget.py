"""The expected number of wrong matches, and how many are allowed.

Automatic rows are chosen over a whole batch. The surest rows are taken first, for as
long as the sum of their chances of being wrong stays within the budget for that many
rows.

See decision 0110.
"""

from collections.abc import Iterable
from itertools import accumulate

#: One wrong match in ten thousand automatic rows.
DEFAULT = 1 / 10_000


def in_words(budget: float) -> str:
    """What a budget allows, in a sentence for who decides a line that it left over."""
    if budget <= 0:
        return "Likelihood alone matches no line here."
    return (
        f"Automatic matches may be wrong in 1 of {round(1 / budget):,} in all, and the "
        "surer lines of this file have used that up."
    )


def within(errors: Iterable[tuple[int, float]], budget: float) -> set[int]:
    """The rows of (row, expected error) that may be automatic.

    The sum of their errors stays within ``budget`` times their number.
    """
    surest = sorted(errors, key=lambda one: (one[1], one[0]))
    totals = enumerate(accumulate(error for _, error in surest), start=1)
    taken = max(
        (count for count, total in totals if total <= budget * count), default=0
    )
    return {row for row, _ in surest[:taken]}
