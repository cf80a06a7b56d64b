"""A fast search for rows that could be about one of a few people.

Rows found here are matched properly afterwards. The other rows cannot match by any
rule, because matching compares only records that share one of these details.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    NEAR_DATE,
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


class Near:
    """Some people, by the details that a row may share with them."""

    def __init__(self, people: Iterable[tuple[int, Identity]]) -> None:
        self._by_key: dict[Hashable, set[int]] = defaultdict(set)
        self._marks: set[Hashable] = set()
        for number, identity in people:
            self._marks.update(_marks(identity))
            for key in _shared(identity):
                self._by_key[key].add(number)

    def to(self, row: Identity) -> set[int]:
        """The people who share a detail with the row."""
        found: set[int] = set()
        if not self._marks.isdisjoint(_marks(row)):
            for key in _shared(row):
                found |= self._by_key.get(key, set())
        return found


def _marks(who: Identity) -> Iterator[Hashable]:
    """Number, birthday, home and whole name: records that share a key share one.

    Most rows share none of them with the few people, so their keys are never made.
    """
    yield from numbers(who)
    yield from map(unordered, births_of(who))
    if home := address_postcode(who):
        yield home
    for name in all_names(who):
        yield frozenset(name)


def numbers(who: Identity) -> Iterator[str]:
    """The UPNs, current and former, and the ULN of a person."""
    yield from filter(None, (who.upn, *who.former_upns, who.uln))


def _shared(who: Identity) -> Iterator[Hashable]:
    one = prepare(who)
    yield from keys(one)
    yield from one.temporary_upns
    if one.postcode:
        # A person at the same home with a similar name and without a birthday.
        for name in one.given_names | one.family_names:
            yield one.postcode, name[:2]


def families(who: Identity) -> set[str]:
    """Every current and former surname of a person, spelled."""
    return {family for _, family in all_names(who)} | {spelled(who.family)}


def name_and_birth(who: Identity) -> Iterator[Hashable]:
    """Keys of birth and one name: two rows about one person share at least one.

    One of the names may be written differently.
    """
    births = set(map(unordered, births_of(who))) or {""}
    for name in {spelled(who.given), spelled(who.family)} - {""}:
        yield from ((born, name) for born in births)


def may_be(row: Identity, other: Identity) -> bool:
    """Whether two rows with few details are likely to be about one person.

    This is less strict than matching: it only decides whether more of one of them may
    be kept. Siblings, including twins, are distinguished by the given name.
    """
    found = compare(prepare(row), prepare(other))
    if found.upn is Level.SAME or found.uln is Level.SAME:
        return True
    if found.given is Level.MISSING and found.family in CLOSE_NAME:
        # They may be siblings: little of such a row is kept.
        return found.born is Level.SAME or found.postcode is Level.SAME
    if found.given not in CLOSE_NAME or found.born not in NEAR_DATE:
        return False
    same_home = found.born is Level.SAME and found.postcode is Level.SAME
    return found.family in CLOSE_NAME or same_home
