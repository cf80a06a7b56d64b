"""Recording a plan that was agreed with a young person, its signature and its end.

A plan is never overwritten: a new one ends the plan that stands. See decision 0201.
"""

from datetime import date

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission
from tracker.actions.history.known_person import unmerged_record
from tracker.domain.casework.plan import Actor, Ending, NewPlan
from tracker.extensions import db
from tracker.refusal import Refusal, refuse
from tracker.store.accounts.audit import Action
from tracker.store.casework.plans import Plan, PlanAction

#: The endings that a user may choose.
CHOSEN = tuple(each for each in Ending if each is not Ending.REPLACED)


def agree(person: int, new: NewPlan, *, within: Scope, act: Act) -> int:
    """Records a plan and ends the one that stands; returns the number of the plan.

    A form that was sent twice makes one plan. Raises Refusal with every problem.
    """
    kept = unmerged_record(person, within=within)
    if not store.people.person_items.listed([kept.id]):
        raise Refusal(
            "No plan can be made here: this young person has died, or everything about "
            "them was taken back."
        )
    refuse(domain.casework.plan.problems(new, act.on))
    assert new.agreed_on is not None and new.review_on is not None
    with store.database.base.transaction(f"plans of person {kept.id}"):
        before = store.casework.plans.of(kept.id)
        for each in before:
            if _is_sent_again(each, new, act):
                return each.id
        for each in before:
            if each.stands:
                _end(each, Ending.REPLACED, act)
        plan = Plan(
            authority=act.authority,
            person_id=kept.id,
            wants=new.wants,
            agreed_on=new.agreed_on,
            signed_on=new.signed_on,
            review_on=new.review_on,
            written_at=act.at,
            written_by=act.by,
            actions=_actions(new),
        )
        store.database.base.insert(plan)
        referrals = sum(each.is_referral for each in plan.actions)
        act.note(
            Action.PLAN_AGREED,
            f"person {kept.id}",
            plan=plan.id,
            actions=len(plan.actions) - referrals,
            referrals=referrals,
        )
    return plan.id


def _actions(new: NewPlan) -> list[PlanAction]:
    """The rows of the actions, whose values have been checked."""
    return [
        PlanAction(
            place=place,
            actor=each.actor,
            what=each.what,
            due=each.due,
            provider=each.provider if each.actor is Actor.PROVIDER else "",
            consent_on=each.consent_on if each.actor is Actor.PROVIDER else None,
        )
        for place, each in enumerate(new.actions, start=1)
    ]


def _is_sent_again(plan: Plan, new: NewPlan, act: Act) -> bool:
    """Whether a plan is what the same user recorded a moment ago."""
    same = ("actor", "what", "due", "provider", "consent_on")

    def compared(rows: list[PlanAction]) -> list[tuple[object, ...]]:
        return [tuple(getattr(row, name) for name in same) for row in rows]

    return (
        plan.stands
        and plan.written_by == act.by
        and plan.written_at >= act.at - double_submission.WITHIN
        and (plan.wants, plan.agreed_on, plan.signed_on, plan.review_on)
        == (new.wants, new.agreed_on, new.signed_on, new.review_on)
        and compared(plan.actions) == compared(_actions(new))
    )


def sign(
    number: int, person: int, signed_on: date | None, *, within: Scope, act: Act
) -> None:
    """Records the day on which a plan was signed. Raises Refusal."""
    with store.database.base.transaction(f"plans of person {person}"):
        plan = locked(number, person, within)
        if plan.signed_on is not None:
            raise Refusal("This plan is signed already.")
        refuse(
            domain.casework.plan.problems_of_signing(signed_on, plan.agreed_on, act.on)
        )
        plan.signed_on = signed_on
        _note(Action.PLAN_SIGNED, plan, person, act)


def end(number: int, person: int, ending: Ending, *, within: Scope, act: Act) -> None:
    """Ends a plan: it is kept, and nothing in it waits any more. Raises Refusal."""
    if ending not in CHOSEN:
        raise Refusal("Select why the plan ends.", "ending")
    with store.database.base.transaction(f"plans of person {person}"):
        plan = locked(number, person, within)
        _end(plan, ending, act)
        _note(Action.PLAN_ENDED, plan, person, act)


def resume(number: int, person: int, *, within: Scope, act: Act) -> None:
    """Undoes the end of a plan, unless another one stands. Raises Refusal."""
    with store.database.base.transaction(f"plans of person {person}"):
        plan = locked(number, person, within, stands=False)
        if any(each.stands for each in store.casework.plans.of(person)):
            raise Refusal("Another plan stands. End that one first.")
        plan.ending = plan.ended_at = plan.ended_by = None
        _note(Action.PLAN_RESUMED, plan, person, act)


def locked(number: int, person: int, within: Scope, *, stands: bool = True) -> Plan:
    """A plan of this person that stands, or that has ended.

    To be called inside the transaction of the person's plans. Raises Refusal.
    """
    unmerged_record(person, within=within)
    plan = store.casework.plans.of_person(number, person)
    if plan is None:
        raise Refusal(f"There is no plan {number} of this young person.")
    db.session.refresh(plan)
    if stands and not plan.stands:
        raise Refusal("This plan has ended.")
    if not stands and plan.stands:
        raise Refusal("This plan has not ended.")
    return plan


def _end(plan: Plan, ending: Ending, act: Act) -> None:
    plan.ending, plan.ended_at, plan.ended_by = ending, act.at, act.by


def _note(action: Action, plan: Plan, person: int, act: Act) -> None:
    act.note(action, f"person {person}", plan=plan.id)
