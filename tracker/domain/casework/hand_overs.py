"""Hand-overs: who goes where when one is undone or redone, and a spread by capacity.

A record that has moved again since stays where it is: later decisions built on it.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)


class Left(StrEnum):
    """Why a record is left where it is."""

    MOVED = "moved"
    CLOSED = "closed"
    GONE = "gone"


class Place(NamedTuple):
    """A record's place in a caseload: the adviser, since when, by which hand-over."""

    user: int
    since: date
    hand_over: int


class Moved(NamedTuple):
    """One record of a hand-over: its new adviser and its place before, None without."""

    record: int
    to: int
    former: Place | None

    @classmethod
    def stored(cls, row: Sequence[Any]) -> "Moved":
        """Reads a row of ``HandOver.moved``."""
        record, to, user, since, hand_over = row
        former = None if user is None else _place(user, since, hand_over)
        return cls(record, to, former)


@lru_cache(maxsize=1_000)
def _place(user: int, since: str, hand_over: int) -> Place:
    """A place as stored: one hand-over has thousands of records from few places."""
    return Place(user, date.fromisoformat(since), hand_over)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an undo or a redo does: the new place of each record (None is no caseload),
    and the records that are left where they are, with the reason.
    """

    places: Mapping[int, Place | None]
    left: Mapping[int, Left]


def undone(
    number: int,
    moved: Iterable[Moved],
    now: Mapping[int, Place],
    advisers: Collection[int],
) -> Effect:
    """The effect of undoing hand-over ``number``.

    ``now`` has the place of each record that is in a caseload, ``advisers`` are those
    who can have one today.
    """
    places: dict[int, Place | None] = {}
    left: dict[int, Left] = {}
    for each in moved:
        here = now.get(each.record)
        if here is None or here.hand_over != number:
            left[each.record] = Left.MOVED
        elif each.former is not None and each.former.user not in advisers:
            left[each.record] = Left.CLOSED
        else:
            places[each.record] = each.former
    return Effect(places, left)


def redone(
    number: int,
    moved: Iterable[Moved],
    went_back: Mapping[int, date],
    now: Mapping[int, Place],
    advisers: Collection[int],
    records: Collection[int],
) -> Effect:
    """The effect of redoing hand-over ``number`` after an undo.

    Only those move that the undo put back. ``went_back`` has since when each of them
    had been in the new caseload, ``records`` are the records that still exist.
    """
    places: dict[int, Place | None] = {}
    left: dict[int, Left] = {}
    for each in moved:
        if each.record not in went_back:
            continue
        if each.record not in records:
            left[each.record] = Left.GONE
        elif now.get(each.record) != each.former:
            left[each.record] = Left.MOVED
        elif each.to not in advisers:
            left[each.record] = Left.CLOSED
        else:
            places[each.record] = Place(each.to, went_back[each.record], number)
    return Effect(places, left)


@dataclass(frozen=True, slots=True)
class Room:
    """An adviser's caseload: its size, and how many it may have; None for no limit."""

    user: int
    size: int
    limit: int | None

    def over(self, more: int) -> int:
        """By how many it would be over its limit with so many more."""
        return 0 if self.limit is None else max(0, self.size + more - self.limit)


def spread(groups: Mapping[K, int], rooms: Sequence[Room]) -> dict[K, int]:
    """An adviser for each group, such as a school with so many young people.

    The largest group comes first and goes to the smallest caseload in which it has
    room. Where it has room in none, it goes where fewest are over the limit: a group is
    not split, so that a school has one adviser. Raises ValueError without an adviser.
    """
    if not rooms:
        raise ValueError("there is no adviser to allocate to")
    sizes = {each.user: each for each in rooms}
    chosen: dict[K, int] = {}
    for group, many in sorted(groups.items(), key=lambda it: (-it[1], str(it[0]))):
        best = min(
            sizes.values(), key=lambda each: (each.over(many), each.size, each.user)
        )
        chosen[group] = best.user
        sizes[best.user] = Room(best.user, best.size + many, best.limit)
    return chosen
