"""No third bucket: everybody in the cohort is in exactly one of four places."""

from collections import Counter
from collections.abc import Iterable

from tracker.domain.cohort import Member
from tracker.domain.measures import (
    Flag,
    in_cohort,
    is_neet,
    is_not_known,
    is_otherwise_eet,
    participates,
)

PARTICIPATING = "participating"
OTHERWISE_EET = "other education, employment or training"
NEET = "NEET"
NOT_KNOWN = "not known"

_PLACES: tuple[tuple[str, Flag], ...] = (
    (PARTICIPATING, participates),
    (OTHERWISE_EET, is_otherwise_eet),
    (NEET, is_neet),
    (NOT_KNOWN, is_not_known),
)


def place(member: Member) -> str:
    """The one place of the four that a member of the cohort is counted in.

    Raises ValueError where the flags disagree: then every total is wrong, and it is
    better that none is given.
    """
    found = [name for name, flag in _PLACES if flag(member)]
    if len(found) != 1:
        raise ValueError(
            f"person {member.person} counts as {' and '.join(found) or 'nothing'} "
            f"on {member.as_of.isoformat()}"
        )
    return found[0]


def reconcile(members: Iterable[Member]) -> dict[str, int]:
    """How many of the cohort are in each place; together they are the cohort.

    The duty of authorities to know who does not participate leaves no other place
    (Education and Skills Act 2008, sections 10 and 12). Raises ValueError as ``place``.
    """
    found = Counter(place(member) for member in members if in_cohort(member))
    return {name: found[name] for name, _ in _PLACES}
