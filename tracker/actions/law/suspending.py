"""Suspending a gateway that stands by law, and lifting that (Law L-06, L-09).

What stands by an agreement is ended with the agreement instead.
"""

from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law.agreements import outward
from tracker.actions.law.two_people import actor, check_decider
from tracker.domain.law.gateways import Gateway, PartyKind
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.agreements import Suspension

_LONGEST = 1000


def suspend(gateway: str, *, on: date, reason: str, act: Act) -> Suspension:
    """Suspends a gateway from a day on: nothing goes out by it until that is lifted.

    Raises Refusal.
    """
    by, reason = outward(gateway), reason.strip()
    if not by.by_law:
        raise Refusal(
            f"“{by.title}” stands by agreement. End the agreement instead.", "gateway"
        )
    if by.party is PartyKind.PERSON:
        raise Refusal(
            "A young person's own copy is their right and is not suspended.", "gateway"
        )
    if not reason or len(reason) > _LONGEST:
        raise Refusal(
            f"Enter the reason, in {_LONGEST:,} characters or fewer.", "reason"
        )
    if on < act.on:
        raise Refusal("The day must be today or later.", "on")
    with store.database.base.transaction(_alone(act)):
        if _standing(by.key, act) is not None:
            raise Refusal(f"“{by.title}” is suspended already.")
        suspension = Suspension(
            authority=act.authority,
            gateway=by.key,
            starts=on,
            reason=reason,
            suspended_by=actor(act),
            suspended_at=act.at,
        )
        store.database.base.insert(suspension)
        act.note(Action.GATEWAY_SUSPENDED, f"gateway {by.key}", on=on.isoformat())
    return suspension


def lift(gateway: str, *, act: Act) -> Suspension:
    """Lifts the suspension of a gateway at once. Raises Refusal."""
    by = outward(gateway)
    check_decider(act)
    with store.database.base.transaction(_alone(act)):
        found = _standing(by.key, act)
        if found is None:
            raise Refusal(f"“{by.title}” is not suspended.")
        found.lifted_by, found.lifted_at = actor(act), act.at
        act.note(Action.GATEWAY_RESTORED, f"gateway {by.key}")
    return found


def why_closed(gateway: Gateway, *, act: Act) -> str | None:
    """Why nothing goes out by a gateway on the day of the act; None if it is open."""
    found = _in_force(gateway, act)
    if found is None:
        return None
    return (
        f"“{gateway.title}” is suspended since {say_date(found.starts)}, so nothing "
        f"goes out by it: {found.reason}"
    )


def closed_since(gateway: Gateway, *, act: Act) -> date | None:
    """The day since which nothing goes out by a gateway, for those who may not read the
    reason; None if it is open on the day of the act.
    """
    since = store.law.agreements.suspended_since(
        gateway.key, within=authority_scope(act.authority)
    )
    return since if since is not None and since <= act.on else None


def _in_force(gateway: Gateway, act: Act) -> Suspension | None:
    """The suspension that has begun by the day of the act."""
    found = _standing(gateway.key, act)
    return found if found is not None and found.starts <= act.on else None


def _standing(gateway: str, act: Act) -> Suspension | None:
    within = authority_scope(act.authority)
    return store.law.agreements.suspension_of(gateway, within=within)


def _alone(act: Act) -> str:
    return f"suspensions of {act.authority}"
