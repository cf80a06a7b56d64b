"""A few people among many rows: which rows could be about one of them at all.

What is found here is looked at properly afterwards; what is not cannot be theirs by any
rule of the matching, which compares nobody who shares none of these.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    Level,
    address_postcode,
    all_names,
    births_of,
    compare,
    prepare,
    unordered,
)
from tracker.linkage.names.compared_names import spelled
from tracker.linkage.population.blocking import keys

_SAME_DAY = frozenset({Level.SAME, Level.SWAPPED, Level.ONE_DIGIT, Level.MISSING})


class Near:
    """These people, by anything that a row may share with them."""

    def __init__(self, people: Iterable[tuple[int, Identity]]) -> None:
        self._by_key: dict[Hashable, set[int]] = defaultdict(set)
        self._marks: set[Hashable] = set()
        for number, identity in people:
            self._marks.update(_marks(identity))
            for key in _shared(identity):
                self._by_key[key].add(number)

    def to(self, row: Identity) -> set[int]:
        """Those of them that share something with the row."""
        found: set[int] = set()
        if not self._marks.isdisjoint(_marks(row)):
            for key in _shared(row):
                found |= self._by_key.get(key, set())
        return found


def _marks(who: Identity) -> Iterator[Hashable]:
    """What two share who share any key: a number, birthday, home or whole name.

    Most rows share none of it with the few, and their keys need not be made.
    """
    yield from filter(None, (who.upn, *who.former_upns, who.uln))
    yield from map(unordered, births_of(who))
    if home := address_postcode(who):
        yield home
    for name in all_names(who):
        yield frozenset(name)


def _shared(who: Identity) -> Iterator[Hashable]:
    one = prepare(who)
    yield from keys(one)
    yield from one.temporary_upns
    if one.postcode:
        # Somebody at home whose name is only nearly theirs, and without a birthday.
        for name in one.given_names | one.family_names:
            yield one.postcode, name[:2]


def families(who: Identity) -> set[str]:
    """Every surname that somebody is or was known by, spelled."""
    return {family for _, family in all_names(who)} | {spelled(who.family)}


def name_and_birth(who: Identity) -> Iterator[Hashable]:
    """What two rows about one person share of name and birth, of which one may be
    written otherwise.
    """
    births = set(map(unordered, births_of(who))) or {""}
    for name in {spelled(who.given), spelled(who.family)} - {""}:
        yield from ((born, name) for born in births)


def may_be(row: Identity, other: Identity) -> bool:
    """Whether two rows with little in them may well be about one person.

    It asks less than the matching does: what hangs on it is whether more of one of them
    may be kept. Brothers and sisters, twins too, are told apart by the given name.
    """
    found = compare(prepare(row), prepare(other))
    if found.upn is Level.SAME or found.uln is Level.SAME:
        return True
    if found.given is Level.MISSING and found.family in CLOSE_NAME:
        # Nothing tells them apart from a brother or sister: what is kept is little.
        return found.born is Level.SAME or found.postcode is Level.SAME
    if found.given not in CLOSE_NAME or found.born not in _SAME_DAY:
        return False
    same_home = found.born is Level.SAME and found.postcode is Level.SAME
    return found.family in CLOSE_NAME or same_home
