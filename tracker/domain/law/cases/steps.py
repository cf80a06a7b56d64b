"""The steps of a case: which are still to be taken, and which is the next."""

from collections.abc import Collection, Iterable, Iterator

from tracker.domain.law.cases.case_kinds import Kind, Step
from tracker.domain.law.cases.requesters import Requester

#: The outcomes after which nothing leaves the council and nothing is to be destroyed.
_ENDS_HERE = frozenset({("third-party-request", "refused")})
_NOTHING_SENT = frozenset({("safeguarding-share", "not shared")})


#: The event by which a second approver returns a decision to its preparer.
RETURNED = "returned"
#: The event of a user who prepares the copy of a case, or leaves words out of it.
COPIED = "copied"


def taken(events: Iterable[str]) -> list[str]:
    """The events that still hold, oldest first: a returned decision is none any more.

    ``events`` are steps, turns of the clock and others, as they were recorded.
    """
    held: list[str] = []
    for each in events:
        if each == RETURNED:
            held = [one for one in held if one != Step.DECIDED]
        else:
            held.append(each)
    return held


def to_take(
    kind: Kind, requester: str, done: Collection[str], outcome: str = ""
) -> list[Step]:
    """The steps that are still to be taken, in order.

    ``requester`` is a word of ``Requester``, ``done`` the steps taken and ``outcome``
    the decision, if there is one. Authority is checked of a requester who acts for
    a young person. Nothing is destroyed after a refusal, and nothing is sent after the
    decision not to share.
    """
    return [
        step for step in _wanted(kind, requester, outcome) if step.value not in done
    ]


def _wanted(kind: Kind, requester: str, outcome: str) -> Iterator[Step]:
    for step in kind.steps:
        if step is Step.AUTHORITY and requester == Requester.YOUNG_PERSON:
            continue
        if step is Step.DESTROYED and (kind.name, outcome) in _ENDS_HERE:
            continue
        if step is Step.DISPATCHED and (kind.name, outcome) in _NOTHING_SENT:
            continue
        yield step
