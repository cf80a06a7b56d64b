"""The values that sources give for one field of an identity, grouped by meaning."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.history.identity.identity_statements import (
    IdentityStatement,
    Standing,
)


class Value(NamedTuple):
    """The value of one field as one source gives it."""

    text: str
    letters: str
    statement: IdentityStatement

    @property
    def standing(self) -> Standing:
        return self.statement.standing

    @property
    def as_at(self) -> date:
        return self.statement.as_at


class Group:
    """Given values that mean the same, whatever their spelling."""

    def __init__(self, values: list[Value]) -> None:
        self.values = values
        self.best = min(value.standing for value in values)

    @property
    def letters(self) -> set[str]:
        return {value.letters for value in self.values}

    def origins(self, at_least: Standing, among: set[Value] | None = None) -> int:
        """The number of independent sources of a standing or better with this value."""
        return len(
            {
                value.statement.origin
                for value in self.values
                if value.standing <= at_least and (among is None or value in among)
            }
        )

    def newest(self, at_least: Standing) -> date:
        """The last day on which a source of a standing or better gives the value."""
        return max(self._days(at_least), default=date.min)

    def first(self, at_least: Standing) -> date:
        """The first day on which a source of a standing or better gives the value."""
        return min(self._days(at_least), default=date.max)

    def _days(self, at_least: Standing) -> list[date]:
        return [s.as_at for s in self.values if s.standing <= at_least]


def grouped(values: Sequence[Value], same: Callable[[str, str], bool]) -> list[Group]:
    """The given values, grouped by ``same``, in a stable order."""
    groups: list[dict[str, list[Value]]] = []
    by_text: dict[str, list[Value]] = {}
    for value in values:
        by_text.setdefault(value.text, []).append(value)
    for text, given in by_text.items():
        like = [group for group in groups if any(same(text, each) for each in group)]
        together = {text: given}
        for group in like:
            together |= group
            groups.remove(group)
        groups.append(together)
    return [
        Group([value for given in group.values() for value in given])
        for group in groups
    ]


def current_of(values: Sequence[Value], also_known_as: Sequence[Value]) -> set[Value]:
    """The newest value of each source.

    A value is left out where an equally good source has since called it a former name.
    """
    newest: dict[Hashable, Value] = {}
    for value in values:
        held = newest.get(value.statement.origin)
        if held is None or _later(value.statement, held.statement):
            newest[value.statement.origin] = value
    current = set(newest.values())
    standing = {
        value
        for value in current
        if not any(
            former.letters == value.letters
            and former.standing <= value.standing
            and former.as_at >= value.as_at
            for former in also_known_as
        )
    }
    return standing or current


def _later(one: IdentityStatement, other: IdentityStatement) -> bool:
    return (one.as_at, -one.tie_break, one.detail.values) > (
        other.as_at,
        -other.tie_break,
        other.detail.values,
    )
