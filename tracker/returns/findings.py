"""The issues of a return's records, stored in little memory.

A file can break a rule a million times. The store has the numbers of the records that
break each rule, with their identifiers; an ``Issue`` is made of them only when it is
read.

See decision 0083.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tracker.returns.ruleset import Issue, Rule

Numbers = npt.NDArray[np.int64]  # of records, counted from 1 in the file


#: A longer value is cut: an issue quotes it only so that it can be recognised.
LONGEST_FOUND = 60


@dataclass(frozen=True, slots=True)
class Broken:
    """The records that break one rule in one way, in the order of their numbers.

    Each has its young person's ID and the value found, null for an empty one.
    """

    rule: Rule
    message: str
    numbers: Numbers
    ids: pa.Array
    values: pa.Array

    def between(self, first: int, last: int) -> "Broken":
        """The part for a range of records."""
        start, end = np.searchsorted(self.numbers, (first, last + 1)).tolist()
        return Broken(
            self.rule,
            self.message,
            self.numbers[start:end],
            self.ids.slice(start, end - start),
            self.values.slice(start, end - start),
        )

    def issues(self) -> list[Issue]:
        """Each of them as one issue."""
        rule = self.rule
        about = (rule.number, rule.priority, rule.field, self.message)
        ids, values = self.ids.to_pylist(), self.values.to_pylist()
        return [
            Issue(id_ or "", *about, _shown(value or ""), number)
            for id_, value, number in zip(
                ids, values, self.numbers.tolist(), strict=True
            )
        ]


def _shown(value: str) -> str:
    return value if len(value) <= LONGEST_FOUND else f"{value[: LONGEST_FOUND - 1]}…"


class Findings:
    """Every issue of a file, by record, then rule; each is made when it is read.

    ``runs`` are the records checked together, by first and last number, with the rules
    that they break individually. ``together`` are the rules that compare records.
    """

    def __init__(self) -> None:
        self.runs: list[tuple[int, int, Sequence[Broken]]] = []
        self.together: Sequence[Broken] = ()

    def __len__(self) -> int:
        return sum(len(each.numbers) for each in self._all())

    def __iter__(self) -> Iterator[Issue]:
        for first, last, alone in self.runs:
            compared = [each.between(first, last) for each in self.together]
            broken = [each for each in (*alone, *compared) if len(each.numbers)]
            broken.sort(key=lambda each: each.rule.order)
            yield from _in_order(broken)

    def __eq__(self, other: object) -> bool:
        """Whether it has the same issues in the same order as any other sequence."""
        return isinstance(other, Sequence | Findings) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def by_rule(self) -> dict[str, int]:
        """How many records break each rule, in the order of rules."""
        counts: Counter[str] = Counter()
        for each in self._all():
            counts[each.rule.number] += len(each.numbers)
        return {rule: counts[rule] for rule in sorted(counts, key=int)}

    def _all(self) -> Iterator[Broken]:
        for _, _, alone in self.runs:
            yield from alone
        yield from self.together


def _in_order(broken: Sequence[Broken]) -> Iterator[Issue]:
    """The issues of a run by record, then in the order of ``broken``."""
    if not broken:
        return
    numbers = np.concatenate([each.numbers for each in broken])
    issues = [issue for each in broken for issue in each.issues()]
    for place in np.argsort(numbers, kind="stable").tolist():
        yield issues[place]
