"""Statements about the identity of a young person, and the standing of sources."""

from collections.abc import Hashable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from tracker.domain.history.details.changes.grounds import change_of
from tracker.domain.history.evidence import Detail, Source, Tier

#: The sources of an officer's decision, and of what the officer read in a document.
DECIDED = "identity decided"
DOCUMENTS = "documents seen"
#: The source of what an officer chose while merging records.
CHOSEN = "chosen in a merge"
#: The source of the seal on a former identity.
SEALED = "identity sealed"

#: The subjects of details that this module folds.
SUBJECTS = frozenset({"name", "other name", "birth", "declined", "sealed"})

GIVEN, FAMILY, BORN, SEX = "given", "family", "born", "sex"


class Standing(IntEnum):
    """How far a source is trusted about an identity; 1 is the best."""

    OFFICER = 1
    CENSUS = 2
    EARLIER_SYSTEM = 3
    LIST = 4
    HEARSAY = 5


def standing_of(source: Source) -> Standing:
    """The standing of a source.

    A month's file comes from an earlier system. What an officer typed during a call has
    the standing of a list."""
    if source.name in (DECIDED, DOCUMENTS, CHOSEN, SEALED) or (
        source.batch is None and change_of(source.name) is not None
    ):
        return Standing.OFFICER
    if source.tier is Tier.SCHOOL_CENSUS:
        return Standing.CENSUS
    if source.tier is Tier.ADVISER and source.batch is not None:
        return Standing.EARLIER_SYSTEM
    if source.tier in (Tier.PROVIDER_ROLL, Tier.ADVISER, Tier.LEAVING_NOTICE):
        return Standing.LIST
    return Standing.HEARSAY


class IdentityStatement(NamedTuple):
    """A detail of identity with its source.

    ``origin`` is the same for statements that are not independent of each other: those
    of one school, all those from an earlier system, and all decisions of officers.
    ``place`` is the key of the institution that sent the detail, None where none did.
    """

    standing: Standing
    place: str | None
    as_at: date
    tie_break: float
    detail: Detail
    source: Source

    @property
    def origin(self) -> Hashable:
        if self.standing is Standing.OFFICER:
            # A later decision replaces an earlier one, whatever each rests on.
            return Standing.OFFICER
        if self.standing is Standing.EARLIER_SYSTEM:
            # Its months, its history and its contacts repeat one another.
            return Standing.EARLIER_SYSTEM
        return self.source.name, self.place


def in_order(
    statement: IdentityStatement,
) -> tuple[int, int, float, tuple[tuple[str, str], ...]]:
    """A sort key: the best first, then the newest, then a stable order."""
    return (
        statement.standing,
        -statement.as_at.toordinal(),
        statement.tie_break,
        statement.detail.values,
    )
