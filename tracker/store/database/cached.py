"""Values that a process keeps until their mark changes.

The mark is a text that stands for the state of the data that a value was read from.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """The newest value and its mark, replaced together.

    No thread ever gets a value that was read under another mark. Two threads that need
    a new value at the same time both make it.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, T] | None = None

    def at(self, mark: str, make: Callable[[], T]) -> T:
        """The value kept for this mark, or else that of ``make``, which is kept now."""
        kept = self._kept
        if kept is None or kept[0] != mark:
            kept = self._kept = (mark, make())
        return kept[1]


class Several(Generic[T]):
    """The newest value of each of some questions, each with its own mark.

    Once there are ``most``, all are forgotten: those still wanted are soon back.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[str, T]] = {}

    def at(self, question: Hashable, mark: str, make: Callable[[], T]) -> T:
        """The value kept for this question and mark, or else that of ``make``, which is
        kept now.
        """
        kept = self._kept.get(question)
        if kept is None or kept[0] != mark:
            kept = (mark, make())
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[question] = kept
        return kept[1]
