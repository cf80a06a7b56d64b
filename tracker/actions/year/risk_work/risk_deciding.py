"""What a person decides about the risk of a young person: support, or none with why.

A named person decides. This module writes, so it knows no score, and nothing follows
from a decision but that the list shows it (decision 0250).
"""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history.known_person import unmerged_record
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.year.risk_decisions import Decision, RiskDecision

LONGEST_REASON = 300


def decide(
    person: int, decision: Decision, *, reason: str = "", within: Scope, act: Act
) -> int:
    """Records a decision and returns its number; a second click records nothing.

    Agreed support is the plan that stands, because a plan has the owner, the day and
    the outcome of each action. Raises Refusal.
    """
    kept = unmerged_record(person, within=within)
    if not store.people.person_items.listed([kept.id]):
        raise Refusal(
            "Nothing can be decided here: this young person has died, or everything "
            "about them was taken back."
        )
    if decision is Decision.NOT_NEEDED and not reason:
        raise Refusal("Enter why no support is needed.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"Enter {LONGEST_REASON} characters or fewer.", "reason")
    with store.database.base.transaction(f"plans of person {kept.id}"):
        plan = _standing(kept.id) if decision is Decision.AGREED else None
        before = next(iter(store.year.risk_decisions.of(kept.id)), None)
        own = reason if decision is Decision.NOT_NEEDED else ""
        if before is not None and _is_same(before, decision, plan, own, act):
            return before.id
        made = RiskDecision(
            authority=act.authority,
            person_id=kept.id,
            decision=decision,
            plan_id=plan,
            reason=own,
            decided_at=act.at,
            decided_by=act.by,
        )
        store.database.base.insert(made)
        act.note(Action.RISK_DECIDED, f"person {kept.id}", decision=str(decision))
    return made.id


def _standing(person: int) -> int:
    for each in store.casework.plans.of(person):
        if each.stands:
            return each.id
    raise Refusal(
        "There is no plan with this young person. Agree one with them first: it has "
        "who does what by when.",
        "decision",
    )


def _is_same(
    before: RiskDecision, decision: Decision, plan: int | None, reason: str, act: Act
) -> bool:
    return (before.decision, before.plan_id, before.reason, before.decided_by) == (
        decision,
        plan,
        reason,
        act.by,
    )
