"""What came of an action or a referral of a plan, and opening it again."""

from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.casework.plans import agreeing
from tracker.domain.casework.plan import ActionOutcome, Actor, outcomes_of
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.plans import Plan, PlanAction


def finish(
    number: int,
    plan: int,
    person: int,
    outcome: ActionOutcome,
    *,
    within: Scope,
    act: Act,
) -> None:
    """Records what came of an action; it waits no more as work.

    A referral may go on: a later outcome, such as started after accepted, takes the
    place of the one before, which the audit keeps. Raises Refusal.
    """
    with store.database.base.transaction(f"plans of person {person}"):
        stands = agreeing.locked(plan, person, within)
        action = _action(stands, number)
        if outcome not in outcomes_of(Actor(action.actor)):
            raise Refusal("Select what came of it.", "outcome")
        if action.outcome == outcome:
            return  # a second click
        action.outcome, action.done_at, action.done_by = outcome, act.at, act.by
        _note(Action.PLAN_ACTION_DONE, stands, action, person, act, outcome=outcome)


def reopen(number: int, plan: int, person: int, *, within: Scope, act: Act) -> None:
    """Opens an action again. Raises Refusal."""
    with store.database.base.transaction(f"plans of person {person}"):
        stands = agreeing.locked(plan, person, within)
        action = _action(stands, number)
        if action.done_at is None:
            raise Refusal("This is not done yet.")
        before = action.outcome
        action.outcome = action.done_at = action.done_by = None
        _note(Action.PLAN_ACTION_REOPENED, stands, action, person, act, before=before)


def _action(plan: Plan, number: int) -> PlanAction:
    for each in plan.actions:
        if each.id == number:
            return each
    raise Refusal(f"There is no action {number} in this plan.")


def _note(
    what: Action, plan: Plan, action: PlanAction, person: int, act: Act, **detail: Any
) -> None:
    act.note(
        what,
        f"person {person}",
        plan=plan.id,
        number=action.place,
        **detail,
    )
