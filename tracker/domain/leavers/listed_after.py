"""The list of a place that has a student after the last day that it reported."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.history.evidence import Doing, Evidence, Tier
from tracker.domain.history.stays import RESTATED_START, Resolve
from tracker.domain.reference.institution import InstitutionRef, key_of

#: The lists in which a place says who is there.
_LISTS = frozenset({Tier.PROVIDER_ROLL, Tier.SCHOOL_CENSUS})


def listed_after(
    evidence: Iterable[Evidence], place: str, last_day: date, *, resolve: Resolve
) -> date | None:
    """The day of the newest list of a place (key) that has them there after their last
    day; None without one.

    A line that starts after the last day means that they came again, and one that ends
    by then agrees with the notice: neither counts. A line without a start counts for
    `RESTATED_START` days after the last day; in a later list they may have come again.
    """
    days = [
        item.as_at
        for item in evidence
        if item.source.tier in _LISTS
        and isinstance(doing := item.statement, Doing)
        and item.as_at > last_day
        and _is_same_time(doing.starts, item.as_at, last_day)
        and (doing.ends is None or doing.ends > last_day)
        and _key(doing.at, resolve) == place
    ]
    return max(days, default=None)


def _is_same_time(starts: date | None, as_at: date, last_day: date) -> bool:
    if starts is not None:
        return starts <= last_day
    return as_at <= last_day + RESTATED_START


def _key(ref: InstitutionRef | None, resolve: Resolve) -> str | None:
    if ref is None:
        return None
    institution = resolve(ref)
    return institution.key if institution is not None else key_of(ref)
