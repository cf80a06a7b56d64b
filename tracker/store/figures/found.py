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
from tracker.store.history.tallies import answers_of_day

_NOT_KNOWN = ALL.mask(NOT_KNOWN, counting=True)
#: Of a position ``o``: known, and not known on an earlier day.
_FOUND = (
    "o.answers & %s <> %s AND EXISTS (SELECT FROM positions b"
    " WHERE b.person_id = o.person_id AND b.as_of = %s AND b.answers & %s = %s)"
)
#: The same by the answers that occur, which the tallies show, so that an index on
#: answers finds these few. A test compares the number with the list by ``_FOUND``.
_NOW = answers_of_day("t.answers & %s = %s AND t.answers & %s <> %s")
_BEFORE = answers_of_day("t.answers & %s = %s")
_BY_SOURCE = f"""
    SELECT o.tier, count(*) FROM positions o
    WHERE o.as_of = %s AND o.authority = ANY(%s) AND o.tier IS NOT NULL
    AND o.answers = ANY({_NOW})
    AND EXISTS (SELECT FROM positions b
        WHERE b.person_id = o.person_id AND b.as_of = %s
        AND b.answers = ANY({_BEFORE}))
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
