"""The people that a batch may be about, indexed once for all of its rows."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    Prepared,
    address_postcode,
    all_names,
    births_of,
    prepare,
    unordered,
)
from tracker.linkage.names.compared_names import spelled
from tracker.linkage.population.blocking import keys

if TYPE_CHECKING:
    from tracker.linkage.population.name_chances import NameChances

ExactKey = tuple[str, str, date, str]


class NameCounts(NamedTuple):
    """The number of people of a population, and of those with each spelled name."""

    people: int
    given: Mapping[str, int]
    family: Mapping[str, int]


def exact_keys(identity: Identity) -> list[ExactKey]:
    """Name, date of birth and postcode for each name; empty if one is missing."""
    postcode = address_postcode(identity)
    if not postcode:
        return []
    return [(*key, postcode) for key in name_and_birth_keys(identity)]


def name_and_birth_keys(identity: Identity) -> list[tuple[str, str, date]]:
    """Name and date of birth for each name; empty without a date of birth."""
    births = dict.fromkeys(births_of(identity))
    if not births:
        return []
    return [
        (given, family, born)
        for given, family in all_names(identity)
        for born in births
    ]


def _named(identity: Identity) -> tuple[str, str]:
    return spelled(identity.given), spelled(identity.family)


def _given(value: str | None) -> list[str]:
    return [value] if value else []


# The indexes of people. Each is built when it is first used.
_INDEXES: dict[str, Callable[[Identity], list[Any]]] = {
    "upn": lambda one: list(dict.fromkeys((*_given(one.upn), *one.former_upns))),
    "uln": lambda one: _given(one.uln),
    "ypid": lambda one: [*_given(one.ypid), *one.former_ypids],
    "name": all_names,
    "namesake": name_and_birth_keys,
    "birth": lambda one: list(dict.fromkeys(map(unordered, births_of(one)))),
    "postcode": lambda one: _given(address_postcode(one)),
    "given": lambda one: _given(spelled(one.given)),
    "family": lambda one: _given(spelled(one.family)),
}

_Index = Mapping[Any, list[int]]


class Population:
    """The people of an authority for matching, as (person's number, identity).

    Built once for a batch, or kept over several and updated with ``put``. The order of
    people makes no difference. Raises ValueError if a number occurs twice.
    """

    def __init__(self, people: Iterable[tuple[int, Identity]]) -> None:
        given = list(people)
        self._identities = dict(sorted(given, key=lambda one: one[0]))
        if len(self._identities) != len(given):
            raise ValueError("A person's number is given twice in the population.")
        self._prepared: dict[int, Prepared] = {}
        self._indexes: dict[str, dict[Hashable, list[int]]] = {}
        self._names: Counter[tuple[str, str]] | None = None
        #: The counts of names; discarded when a person is renamed.
        self.name_chances: NameChances | None = None

    def __len__(self) -> int:
        return len(self._identities)

    @property
    def people(self) -> Iterable[int]:
        """The numbers of all people."""
        return self._identities.keys()

    def identity(self, person: int) -> Identity:
        return self._identities[person]

    def prepared(self, person: int) -> Prepared:
        found = self._prepared.get(person)
        if found is None:
            found = self._prepared[person] = prepare(self._identities[person])
        return found

    def names(self) -> Mapping[tuple[str, str], int]:
        """How many people have each given and family name, spelled."""
        if self._names is None:
            # In order, so that a later sort has almost nothing to do.
            self._names = Counter(sorted(map(_named, self._identities.values())))
        return self._names

    def put(self, person: int, identity: Identity | None) -> None:
        """Adds a person, replaces their identity, or removes them (None).

        This saves a rebuild of the whole population between two batches.
        """
        before = self._identities.get(person)
        if identity == before:
            return
        self._rename(before, identity)
        self._identities.pop(person, None)
        self._prepared.pop(person, None)
        if identity is not None:
            self._identities[person] = identity
        for name, index in self._indexes.items():
            keys_of = _INDEXES[name]
            for key in keys_of(before) if before else ():
                index[key].remove(person)
                if not index[key]:
                    del index[key]
            for key in keys_of(identity) if identity else ():
                insort(index[key], person)

    def _rename(self, before: Identity | None, after: Identity | None) -> None:
        was, now = (None if one is None else _named(one) for one in (before, after))
        if was == now:
            return
        self.name_chances = None
        if self._names is None:
            return
        if now is not None:
            self._names[now] += 1
        if was is not None:
            self._names[was] -= 1
            if not self._names[was]:
                del self._names[was]

    def _index(self, name: str) -> _Index:
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = defaultdict(list)
            keys_of = _INDEXES[name]
            for person in sorted(self._identities):
                for key in keys_of(self._identities[person]):
                    index[key].append(person)
        return index

    def sharing(self, field: str, value: str) -> Sequence[int]:
        """The people who have this ``upn``, ``uln``, ``ypid`` or ``postcode``.

        A UPN may be permanent or temporary, and one that they had before.
        """
        return self._index(field).get(value, ())

    def namesakes(self, row: Identity) -> list[int]:
        """The people with the row's name and date of birth, by any of their names."""
        index = self._index("namesake")
        keys_of_row = name_and_birth_keys(row)
        found = dict.fromkeys(p for key in keys_of_row for p in index.get(key, ()))
        return sorted(found)

    def exactly(self, row: Identity) -> list[int]:
        """The namesakes of the row who also have its postcode."""
        home = address_postcode(row)
        if not home:
            return []
        return [
            person
            for person in self.namesakes(row)
            if address_postcode(self._identities[person]) == home
        ]

    def name_counts(self) -> NameCounts:
        """How many people have each name: common names prove little."""
        given, family = (
            {name: len(people) for name, people in self._index(field).items()}
            for field in ("given", "family")
        )
        return NameCounts(len(self), given, family)

    def blocks(self, rows: Iterable[Prepared]) -> Mapping[str, list[int]]:
        """The people who share each blocking key of the rows.

        Only people who share a birthday, a postcode or a full name with some row are
        considered. Shared identifiers have been handled before this comparison.
        """
        rows = list(rows)
        wanted = {key for row in rows for key in keys(row)}
        sought: dict[str, set[Hashable]] = {
            "birth": {row.born_unordered for row in rows},
            "postcode": {row.postcode for row in rows},
            "name": {
                name
                for row in rows
                for given in row.given_names
                for family in row.family_names
                for name in ((given, family), (family, given))
            },
        }
        near: set[int] = set()
        for index, details in sought.items():
            found = self._index(index)
            near.update(*(found.get(key, ()) for key in details))
        shared: dict[str, list[int]] = defaultdict(list)
        for person in sorted(near):
            for key in keys(self.prepared(person)) & wanted:
                shared[key].append(person)
        return shared
