"""What a source says of who somebody is, and how good it is at saying so."""

from collections.abc import Hashable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from tracker.domain.history.evidence import Detail, Source, Tier

#: The source of what an officer decided, or read in a document.
DECIDED = "identity decided"
DOCUMENTS = "documents seen"
#: The source of what the maker of a merge chose.
CHOSEN = "chosen in a merge"
#: The source of the seal on a former identity.
SEALED = "identity sealed"

#: The subjects of details that this module folds.
SUBJECTS = frozenset({"name", "other name", "birth", "declined", "sealed"})

GIVEN, FAMILY, BORN, SEX = "given", "family", "born", "sex"


class Standing(IntEnum):
    """How good a source is at saying who somebody is; 1 is the best."""

    OFFICER = 1
    CENSUS = 2
    EARLIER_SYSTEM = 3
    LIST = 4
    HEARSAY = 5


def standing_of(source: Source) -> Standing:
    """The standing of a source. A month's file comes from an earlier system; what an
    officer typed from a call is worth what a list is."""
    if source.name in (DECIDED, DOCUMENTS, CHOSEN, SEALED):
        return Standing.OFFICER
    if source.tier is Tier.SCHOOL_CENSUS:
        return Standing.CENSUS
    if source.tier is Tier.ADVISER and source.batch is not None:
        return Standing.EARLIER_SYSTEM
    if source.tier in (Tier.PROVIDER_ROLL, Tier.ADVISER, Tier.LEAVING_NOTICE):
        return Standing.LIST
    return Standing.HEARSAY


class Word(NamedTuple):
    """A detail of identity, with who gave it.

    ``origin`` is the same for words that are not independent of each other: those of
    one school, and all that come from an earlier system. ``place`` is the key of the
    institution that sent it, if one did.
    """

    standing: Standing
    place: str | None
    as_at: date
    last_word: float
    detail: Detail
    source: Source

    @property
    def origin(self) -> Hashable:
        return self.source.name, self.place


def in_order(word: Word) -> tuple[int, int, float, tuple[tuple[str, str], ...]]:
    """The best first, then the newest, then a stable order."""
    return (
        word.standing,
        -word.as_at.toordinal(),
        word.last_word,
        word.detail.values,
    )
