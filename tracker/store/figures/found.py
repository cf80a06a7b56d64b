"""Those not known at a month end who are known on a later day, by source.

Positions as readers see them are compared: what is sealed makes no one found.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.figures.found_since import GROUPS, before
from tracker.domain.figures.measures import ALL, NOT_KNOWN
from tracker.domain.history.evidence import Tier
from tracker.store.database import base
from tracker.store.history.tallies import ANSWERS_OF_DAY

_NOT_KNOWN = ALL.mask(NOT_KNOWN, counting=True)
#: Of a position ``o``: known, and not known on an earlier day.
_FOUND = (
    "o.answers & %s <> %s AND EXISTS (SELECT FROM positions b"
    " WHERE b.person_id = o.person_id AND b.as_of = %s AND b.answers & %s = %s)"
)
#: The answers that anybody has on each of the two days are looked up among the tallies:
#: so an index leads to the people, who are few beside all that have a position.
_BY_SOURCE = f"""
    SELECT o.tier, count(*) FROM positions o
    WHERE o.as_of = %s AND o.authority = ANY(%s) AND o.tier IS NOT NULL
    AND o.answers = ANY({ANSWERS_OF_DAY}
        AND t.answers & %s = %s AND t.answers & %s <> %s))
    AND EXISTS (SELECT FROM positions b
        WHERE b.person_id = o.person_id AND b.as_of = %s
        AND b.answers = ANY({ANSWERS_OF_DAY} AND t.answers & %s = %s)))
    GROUP BY 1
"""


def by_source(as_of: date, *, within: Scope, mask: int) -> Mapping[Tier, int]:
    """The people with all bits of ``mask`` on a day who were not known at the month
    end before, by the kind of source that confirmed last what they do.
    """
    found = base.lookup(
        _BY_SOURCE,
        *(as_of, base.whole(within)),
        *(as_of, mask, mask, _NOT_KNOWN, _NOT_KNOWN),
        *(before(as_of), before(as_of), _NOT_KNOWN, _NOT_KNOWN),
    )
    return {Tier(tier): people for tier, people in found.items()}


def in_group(group: str, as_of: date) -> tuple[str, tuple[Any, ...]]:
    """The SQL condition of a group for a position ``o``, and its values."""
    tiers = list(GROUPS.values()) if group == EVERY else [GROUPS[group]]
    return f"{_FOUND} AND o.tier = ANY(%s)", (*_values(as_of), [int(t) for t in tiers])


def _values(as_of: date) -> tuple[Any, ...]:
    return (_NOT_KNOWN, _NOT_KNOWN, before(as_of), _NOT_KNOWN, _NOT_KNOWN)
