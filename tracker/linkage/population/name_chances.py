"""The chance that a stranger has a name.

Names are counted on record, community by community, and blended with a table of the
country where few people are known. Given and family names depend on each other: few
Khans are called Agnieszka. So groups of names that occur together are found by
expectation and maximisation (a latent class model), and the chance of a full name is
summed over the groups: the share of the group, times the chances of the given name and
of the family name in it. The number of people with exactly this name corrects the
result.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from tracker.linkage.names import name_table
from tracker.linkage.names.compared_names import short_form_links
from tracker.linkage.names.name_table import FAMILY, GIVEN

if TYPE_CHECKING:
    import numpy as np

    from tracker.linkage.population.known_records import Population

#: The number of people of the table that are counted with those on record.
_FROM_TABLE = 1_000
#: Subtracted from the count of a name: one person's name is rarer among others.
_BORNE_ONCE = 0.5
#: For a name in neither the table nor the records: the fewer people are known, the more
#: likely a stranger has it.
_UNHEARD_OF, _RAREST = 0.02, 5e-7
#: A name that has short forms, or is one, is a real name even if it is not on record.
_A_NAME_ALL_THE_SAME = 1e-4
#: The most communities, the number of people for each, and the rounds of fitting.
_MOST_GROUPS, _PEOPLE_A_GROUP, _ROUNDS = 12, 600, 25
#: How much more often two names occur together in a small population than by chance.
_TOGETHER = 4.0
#: The weight of the expected number of people beside the number counted.
_FIRMNESS = 1.0


class NameChances:
    """The chances of the names of one population, spelled.

    ``names`` has the number of people with each given and family name.
    """

    def __init__(self, names: Mapping[tuple[str, str], int]) -> None:
        self._pairs = Counter(
            {pair: count for pair, count in names.items() if all(pair)}
        )
        self._people = sum(self._pairs.values())
        self._given: Counter[str] = Counter()
        self._family: Counter[str] = Counter()
        for (given, family), count in self._pairs.items():
            self._given[given] += count
            self._family[family] += count
        self.full = lru_cache(maxsize=100_000)(self._full)

    @cached_property
    def _groups(self) -> "_Groups":
        """Built when a name is first weighed: most small lists need none."""
        return _Groups(self._pairs)

    @classmethod
    def of(cls, population: "Population") -> "NameChances":
        """The chances of the names of the people on record.

        They are counted again only after a name has changed, which most lists do not
        do.
        """
        counted = population.name_chances
        if counted is None:
            counted = population.name_chances = cls(population.names())
        return counted

    def given(self, name: str) -> float:
        """The share of strangers with this given name, without one known person."""
        return self._share(name, self._given, GIVEN)

    def registered(self, given: str) -> float:
        """The share of people known to have it, in the table or on record.

        Unlike ``given`` it has no least share for names that are not known.
        """
        others = max(self._given[given] - 2 * _BORNE_ONCE, 0.0)
        counted = others / (self._people + _FROM_TABLE)
        return max(counted, name_table.shares(GIVEN).get(given, 0.0))

    def family(self, name: str) -> float:
        return self._share(name, self._family, FAMILY)

    def _share(self, name: str, counted: Counter[str], kind: str) -> float:
        others = max(counted[name] - _BORNE_ONCE, 0.0)
        listed = name_table.shares(kind).get(name, 0.0) * _FROM_TABLE
        whole = self._people + _FROM_TABLE
        rarest = _RAREST + _UNHEARD_OF / whole
        if not others and kind is GIVEN and short_form_links(name):
            rarest = _A_NAME_ALL_THE_SAME
        return max((others + listed) / whole, rarest)

    def _full(self, given: str, family: str) -> float:
        """The share of strangers with this full name, without one known person."""
        alone, other = self.given(given), self.family(family)
        expected = alone * other
        together = self._groups.lift(given, family)
        expected *= _TOGETHER if together is None else together
        # No likelier than the rarer of the two names.
        expected = min(expected, alone, other)
        others = max(self._pairs[given, family] - 1, 0)
        return (others + _FIRMNESS) / (self._people + _FIRMNESS / expected)


class _Groups:
    """Communities of names, found in the pairs of given and family names."""

    def __init__(self, pairs: Counter[tuple[str, str]]) -> None:
        self._count = min(_MOST_GROUPS, pairs.total() // _PEOPLE_A_GROUP)
        if self._count < 2:
            return
        import numpy as np

        ordered = sorted(pairs)
        givens = {name: n for n, name in enumerate(sorted({g for g, _ in ordered}))}
        families = {name: n for n, name in enumerate(sorted({f for _, f in ordered}))}
        self._givens, self._families = givens, families
        given = np.array([givens[g] for g, _ in ordered])
        family = np.array([families[f] for _, f in ordered])
        weight = np.array([pairs[pair] for pair in ordered], dtype=float)[:, None]
        self._learn(given, family, weight)

    def _learn(
        self,
        given: "np.ndarray[tuple[int], np.dtype[np.int64]]",
        family: "np.ndarray[tuple[int], np.dtype[np.int64]]",
        weight: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    ) -> None:
        """Fits the groups; each pair is a row, in the order of given names."""
        import numpy as np

        count = self._count
        # The random start is always the same: it depends on the family names only.
        seeds = np.array([crc32(name.encode()) for name in self._families])
        begun = np.random.default_rng(1).random((count, count)) + 0.2
        belongs = begun.T[(seeds % count)[family]]
        belongs /= belongs.sum(axis=1, keepdims=True)
        # The pairs of a name are neighbours, so that each round of sums is fast.
        order = np.argsort(family, kind="stable")
        starts = [np.searchsorted(given, range(len(self._givens)))]
        starts.append(np.searchsorted(family[order], range(len(self._families))))
        whole = [np.add.reduceat(weight, starts[0])]
        whole.append(np.add.reduceat(weight[order], starts[1]))
        whole = [each / weight.sum() for each in whole]
        for _ in range(_ROUNDS):
            belongs *= weight
            share = belongs.sum(axis=0) / weight.sum()
            by_given = self._within(np.add.reduceat(belongs, starts[0]), whole[0])
            by_family = self._within(
                np.add.reduceat(belongs[order], starts[1]), whole[1]
            )
            belongs = (share * by_given)[given]
            belongs *= by_family[family]
            belongs /= belongs.sum(axis=1, keepdims=True)
        # Compared with the product of the two names' shares in the whole.
        self._given_lift = by_given / whole[0]
        self._family_lift = by_family / whole[1]
        self._share = share

    def _within(
        self,
        found: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
        whole: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    ) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """The share of each name within each group; every group has every name."""
        blended: np.ndarray[tuple[int, int], np.dtype[np.float64]] = (
            found + 2.0 * whole
        ) / (found.sum(axis=0) + 2.0)
        return blended

    def lift(self, given: str, family: str) -> float | None:
        """How much likelier the two names are together than apart; None if unknown."""
        if self._count < 2:
            return None
        one, other = self._givens.get(given), self._families.get(family)
        if one is None or other is None:
            return None
        lifts = self._share * self._given_lift[one] * self._family_lift[other]
        return max(float(lifts.sum()), 0.05)
