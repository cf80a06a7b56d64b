"""One field of an identity: what each source gives, sorted by what is one value."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.history.identity.identity_statements import Standing, Word


class Saying(NamedTuple):
    """One value of one field as one source gives it."""

    text: str
    letters: str
    word: Word


class Group:
    """Sayings that give one and the same value, however it is spelled."""

    def __init__(self, sayings: list[Saying]) -> None:
        self.sayings = sayings
        self.best = min(saying.word.standing for saying in sayings)

    @property
    def letters(self) -> set[str]:
        return {saying.letters for saying in self.sayings}

    def origins(self, at_least: Standing, among: set[Saying] | None = None) -> int:
        """How many independent sources of a standing or better give the value."""
        return len(
            {
                saying.word.origin
                for saying in self.sayings
                if saying.word.standing <= at_least
                and (among is None or saying in among)
            }
        )

    def newest(self, at_least: Standing) -> date:
        """The last day as at which a source of a standing or better gives the value."""
        return max(
            (s.word.as_at for s in self.sayings if s.word.standing <= at_least),
            default=date.min,
        )

    def first(self, at_least: Standing) -> date:
        return min(
            (s.word.as_at for s in self.sayings if s.word.standing <= at_least),
            default=date.max,
        )


def grouped(sayings: Sequence[Saying], same: Callable[[str, str], bool]) -> list[Group]:
    """The sayings by value, in a stable order."""
    groups: list[dict[str, list[Saying]]] = []
    by_text: dict[str, list[Saying]] = {}
    for saying in sayings:
        by_text.setdefault(saying.text, []).append(saying)
    for text, given in by_text.items():
        like = [group for group in groups if any(same(text, each) for each in group)]
        together = {text: given}
        for group in like:
            together |= group
            groups.remove(group)
        groups.append(together)
    return [
        Group([saying for given in group.values() for saying in given])
        for group in groups
    ]


def current_of(sayings: Sequence[Saying], known_as: Sequence[Saying]) -> set[Saying]:
    """What each source says now: its newest word, unless as good a source calls that
    name a former one since.
    """
    newest: dict[Hashable, Saying] = {}
    for saying in sayings:
        held = newest.get(saying.word.origin)
        if held is None or _later(saying.word, held.word):
            newest[saying.word.origin] = saying
    current = set(newest.values())
    standing = {
        saying
        for saying in current
        if not any(
            former.letters == saying.letters
            and former.word.standing <= saying.word.standing
            and former.word.as_at >= saying.word.as_at
            for former in known_as
        )
    }
    return standing or current


def _later(one: Word, other: Word) -> bool:
    return (one.as_at, -one.last_word, one.detail.values) > (
        other.as_at,
        -other.last_word,
        other.detail.values,
    )
