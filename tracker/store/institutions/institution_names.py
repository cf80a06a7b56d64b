"""Search for a school, college or provider by any name, town or number it has had."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.store.database import search_keys
from tracker.store.database.cached import Latest
from tracker.store.institutions import register

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Match:
    """An institution that was found, and its old name if it was found by that."""

    institution: Institution
    formerly: str | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    key: str  # of the present institution
    name: str
    words: tuple[str, ...]


class Names:
    """Every name in the register, past and present, by the words in it."""

    def __init__(
        self,
        statements: Iterable[Mapping[str, Any]],
        directory: register.Directory,
    ) -> None:
        self._directory = directory
        self._names: list[_Name] = []
        by_word: dict[str, list[int]] = defaultdict(list)
        for each in statements:
            now = directory.resolve(InstitutionRef(urn=each["urn"]))
            if now is None:
                continue
            numbers = (each.get(n) for n in ("urn", "laestab", "ukprn"))
            spoken = " ".join((each["name"], each.get("town") or ""))
            words = tuple(
                dict.fromkeys(
                    [*search_keys.plain(spoken).split(), *filter(None, numbers)]
                )
            )
            for word in words:
                by_word[word].append(len(self._names))
            self._names.append(_Name(now.key, each["name"], words))
        self._by_word = dict(by_word)
        self._words = sorted(self._by_word)

    def find(self, words: str, *, limit: int = MOST_SHOWN) -> list[Match]:
        """Institutions with every word, or with a word that begins with it.

        Open ones come first, then those found by their present name, then by name.
        """
        wanted = search_keys.plain(words).split()
        if not wanted:
            return []
        sets = sorted((self._beginning(word) for word in wanted), key=len)
        places = set.intersection(*sets)
        found: dict[str, Match] = {}
        for place in places:
            name = self._names[place]
            now = self._directory.by_key(name.key)
            if now is None:
                continue
            match = Match(now, None if name.name == now.name else name.name)
            before = found.get(name.key)
            if before is None or (before.formerly and not match.formerly):
                found[name.key] = match
        first = search_keys.plain(words)
        ordered = sorted(
            found.values(),
            key=lambda each: (
                each.institution.closed is not None,
                each.formerly is not None,
                not search_keys.plain(each.institution.name).startswith(first),
                each.institution.name,
                each.institution.key,
            ),
        )
        return ordered[:limit]

    def _beginning(self, word: str) -> set[int]:
        places: set[int] = set()
        for at in range(bisect_left(self._words, word), len(self._words)):
            if not self._words[at].startswith(word):
                break
            places.update(self._by_word[self._words[at]])
        return places


_NAMES: Latest[Names] = Latest()


def names() -> Names:
    """The names in the register as it is now, kept until a new register is loaded."""
    return _NAMES.at(
        register.mark(),
        lambda: Names(register.every_statement(), register.directory()),
    )


def find(words: str, *, limit: int = MOST_SHOWN) -> list[Match]:
    """Institutions that match by any name, town or number that they have had."""
    return names().find(words, limit=limit)


def named(match: Match) -> InstitutionRef:
    """The reference by which evidence names an institution chosen from the register."""
    chosen = match.institution
    return InstitutionRef(
        urn=chosen.urn, laestab=chosen.laestab, ukprn=chosen.ukprn, name=chosen.name
    )


def by_key(key: str) -> Match | None:
    """The institution with a key that ``find`` gave."""
    found = register.directory().by_key(key)
    return None if found is None else Match(found)
