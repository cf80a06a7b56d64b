"""Schools, colleges and providers by any of their names, in the register or not.

Training providers are in no register of schools. They have the name that was given to
their first list: a place that is chosen by it has the number of those lists, so that
what is recorded at it is at the same place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)
from tracker.store.database.search_keys import plain
from tracker.store.institutions.institution_names import MOST_SHOWN, Match
from tracker.wording.places import NUMBERS


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """The register, and the senders ``outside`` it by name."""

    outside: Sequence[Institution]

    def find(self, words: str, *, limit: int = MOST_SHOWN) -> list[Match]:
        """Those with every word in a name, town or number; of the register first."""
        matches = store.institutions.institution_names.find(words, limit=limit)
        wanted = plain(words).split()
        if wanted:
            matches += [Match(each) for each in self.outside if _has(each, wanted)]
        return matches[:limit]

    def by_key(self, key: str) -> Match | None:
        """The one with a key that ``find`` gave."""
        listed = store.institutions.institution_names.by_key(key)
        if listed is not None:
            return listed
        return next((Match(each) for each in self.outside if each.key == key), None)


def of(within: Scope) -> KnownPlaces:
    """The places that an authority knows, read once for any number of names."""
    names = store.intake.new_senders.all_names(within=within)
    return KnownPlaces(tuple(_outside_the_register(names)))


def the_only(matches: Sequence[Match], name: str) -> Match | None:
    """The only match, or the only one with exactly this name; else None."""
    return matches[0] if len(matches) == 1 else the_same(matches, name)


def the_same(matches: Sequence[Match], name: str) -> Match | None:
    """The only match with exactly this name, else None."""
    wanted = name.casefold()
    same = [each for each in matches if each.institution.name.casefold() == wanted]
    return same[0] if len(same) == 1 else None


def _outside_the_register(names: dict[str, str]) -> Iterator[Institution]:
    register = store.institutions.register.directory()
    for key, name in sorted(names.items(), key=lambda pair: pair[1].casefold()):
        kind, _, number = key.partition(":")
        if kind not in NUMBERS:
            continue  # a council that sends the lists of its area is no place
        numbers: dict[str, Any] = {kind: number}
        if register.resolve(InstitutionRef(**numbers)) is None:
            yield Institution(key, name, InstitutionKind.TRAINING_PROVIDER, **numbers)


def _has(institution: Institution, wanted: Sequence[str]) -> bool:
    numbers = (institution.urn, institution.laestab, institution.ukprn)
    spoken = [*plain(institution.name).split(), *filter(None, numbers)]
    return all(any(each.startswith(word) for each in spoken) for word in wanted)
