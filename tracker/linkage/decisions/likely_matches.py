"""Existing records that may be the young person about to be added.

The user sees them and decides, so the rules show too many rather than too few.
"""

from collections.abc import Iterable

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    NEAR_DATE,
    Agreement,
    Level,
    compare,
    prepare,
)
from tracker.linkage.comparing.reasons import compared
from tracker.linkage.comparing.verdicts import Candidate
from tracker.linkage.decisions.identifiers_first import likeness

MOST_SHOWN = 10


def likely(who: Identity, people: Iterable[tuple[int, Identity]]) -> list[Candidate]:
    """The people who may be the same person, the likeliest first, with reasons."""
    prepared = prepare(who)
    found = []
    for number, identity in people:
        agreement = compare(prepared, prepare(identity))
        if _worth_showing(agreement):
            reasons = compared(agreement, who, identity)
            candidate = Candidate(number, likeness(agreement), reasons)
            found.append((_order(agreement), candidate))
    found.sort(key=lambda pair: (*pair[0], -pair[1].score, pair[1].person))
    return [candidate for _, candidate in found[:MOST_SHOWN]]


def _worth_showing(agreement: Agreement) -> bool:
    if Level.SAME in (agreement.upn, agreement.uln):
        return True
    at_home = agreement.postcode is Level.SAME
    if agreement.name_is_close:
        return agreement.born in NEAR_DATE or at_home or agreement.name_is_exact
    one_name = agreement.given in CLOSE_NAME or agreement.family in CLOSE_NAME
    near = agreement.postcode in (Level.DISTRICT, Level.MISSING)
    return agreement.born is Level.SAME and (at_home or (one_name and near))


def _order(agreement: Agreement) -> tuple[bool, bool, bool]:
    """A number in common first, then the date of birth, then the name."""
    return (
        Level.SAME not in (agreement.upn, agreement.uln),
        agreement.born is not Level.SAME,
        not agreement.name_is_close,
    )
