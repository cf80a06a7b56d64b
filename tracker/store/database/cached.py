"""Values that a process keeps until their mark changes, and that a request reads once.

The mark is a text that stands for the state of the data that a value was read from.

Pages and actions need the same few values again and again: which register counts, which
lists are fixed, what the council has set. A request holds them until it waits for a
lock or changes them. A lock is waited for before something is changed, and others may
have changed it by then, so the values are read again after it.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from flask import g, has_app_context

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


#: Where a request keeps its values. Commands and tasks, which last longer, keep none.
_HELD = "held_values"


def hold() -> None:
    """Begins to hold values, for the rest of a request."""
    setattr(g, _HELD, {})


def let_go(error: BaseException | None = None) -> None:
    """Ends ``hold``, at the end of a request; ``error`` is how the request failed."""
    g.pop(_HELD, None)


def once(question: Hashable, read: Callable[[], T]) -> T:
    """The value held for a question, or else that of ``read``, which is held now."""
    held: dict[Hashable, T] | None = g.get(_HELD) if has_app_context() else None
    if held is None:
        return read()
    if question not in held:
        held[question] = read()
    return held[question]


def holds() -> bool:
    """Whether values are held: in a request alone."""
    return has_app_context() and _HELD in g


def put(question: Hashable, value: object) -> None:
    """Holds a value that was read together with others."""
    if holds():
        getattr(g, _HELD)[question] = value


def known(question: Hashable, otherwise: T) -> T:
    """The value that is held for a question, or else ``otherwise``."""
    held: dict[Hashable, T] = getattr(g, _HELD) if holds() else {}
    return held.get(question, otherwise)


def renew() -> None:
    """Forgets the values: they are read again when they are next needed."""
    if holds():
        hold()
