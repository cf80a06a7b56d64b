"""Lines that are about someone for certain, or wait for a user.

A list of a feed that asks for it may give a young person what they must not have by
mistake. So a number decides there, or the same name, birthday and postcode; what is
only likely is shown to a user with its candidates.

See decision 0245.
"""

from collections.abc import Sequence

from tracker.linkage.comparing.verdicts import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    ranked,
)
from tracker.linkage.decisions.identifiers_first import (
    EXACT,
    FORMER_UPN,
    TEMPORARY_UPN,
    UPN,
)

_CERTAIN = frozenset({UPN, FORMER_UPN, TEMPORARY_UPN, EXACT})
LIKELY = "Neither a number nor name, date of birth and postcode together fit."


def looked_at(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, in their order; a match that is only likely becomes a doubt."""
    return [_certain(each) for each in decisions]


def _certain(decision: Decision) -> Decision:
    if not isinstance(decision, Matched) or decision.level in _CERTAIN:
        return decision
    likely = Candidate(decision.person, decision.score, decision.reasons)
    others = [it for it in decision.others if it.person != decision.person]
    return Doubtful(ranked([likely, *others]), (LIKELY, *decision.reasons))
