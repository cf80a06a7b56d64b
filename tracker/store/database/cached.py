"""A value that a process keeps until its mark changes.

The mark is a text that stands for the state of the data that the value was read from.
"""

from collections.abc import Callable
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
