"""A value that a process keeps while the mark under which it was read still stands."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """The newest value and its mark, replaced together.

    No thread is ever given what was read under another mark; two that need a new value
    at once both make it.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, T] | None = None

    def at(self, mark: str, make: Callable[[], T]) -> T:
        """What was made under this mark; else what ``make`` gives, kept from now on."""
        kept = self._kept
        if kept is None or kept[0] != mark:
            kept = self._kept = (mark, make())
        return kept[1]
