"""The sign-off of a month's return, and its withdrawal before the return is sent.

See decisions 0051 and 0053.
"""

from tracker import store
from tracker.access import Permission, authority_scope
from tracker.actions.accounts.review import one_person
from tracker.actions.act import Act
from tracker.actions.nccis_return import prepare, steps
from tracker.domain.reference.academic_year import Period
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.run_steps import Step
from tracker.store.nccis_return.runs import ReturnRun

#: The statement that an officer makes by signing.
CONFIRMED = (
    "I have checked the figures, the changes since last month and the issues that "
    "are left. This is the return the council will send to DfE for the month."
)


def sign(run: ReturnRun, *, reason: str = "", act: Act) -> None:
    """Signs a run off, which freezes it: from now on it is the return of the month.

    ``reason`` states why it may be sent although issues of priority 1 are left. On
    its own last day a month is not over. Raises Refusal with the reason.
    """
    reason = " ".join(reason.split())
    with store.database.base.transaction():
        steps.hold(run)
        if store.nccis_return.run_steps.of([run.id])[run.id].signed is not None:
            raise Refusal("This return has already been signed off.")
        if run.period_end >= act.on:
            raise Refusal(
                f"{Period.of(run.period_end).label} is not over. Take its snapshot "
                "again when it is, and sign that one off."
            )
        if one_person.is_by(run.prepared_by, act) and others_who_sign(act):
            raise Refusal(
                "You took this snapshot, so another user must sign it off. Ask "
                "another manager."
            )
        left = store.nccis_return.run_issues.totals(run.id).must_fix
        if left and not reason:
            raise Refusal(
                f"Issues of priority 1 left: {left:,}. Fix them and take the snapshot "
                "again, or enter why the return can go as it is.",
                "reason",
            )
        if run.frozen_at is None:
            try:
                prepare.freeze_now(run, act=act)
            except Refusal as error:
                raise Refusal(
                    "A newer snapshot of this month has been taken: sign that one off."
                ) from error
        action = Action.RETURN_SIGNED_OFF
        steps.record(run, Step.SIGNED_OFF, action, act, note=reason, must_fix=left)


def others_who_sign(act: Act) -> bool:
    """Whether another person of the authority could sign a return off."""
    users = store.accounts.users.everybody(within=authority_scope(act.authority))
    own = store.accounts.users.by_email(act.by)
    return any(
        each.is_active
        and each.may(Permission.SIGN_OFF_RETURN)
        and (own is None or not one_person.is_one(each, own))
        for each in users
    )


def withdraw(run: ReturnRun, *, reason: str, act: Act) -> None:
    """Withdraws a sign-off: the run is no longer frozen or the return of the month.

    Raises refusal.Refusal without a reason, once it was sent, or if a later month was
    signed off.
    """
    reason = " ".join(reason.split())
    with store.database.base.transaction():
        steps.hold(run)
        standing = store.nccis_return.run_steps.of([run.id])[run.id]
        if standing.signed is None:
            raise Refusal("This return is not signed off.")
        if standing.sent is not None:
            raise Refusal(
                "This return has been sent, so its sign-off cannot be withdrawn. "
                "Make the return again if something has to change."
            )
        if not reason:
            raise Refusal("Enter why you are withdrawing the sign-off.", "reason")
        later = store.nccis_return.runs.frozen_after(run.authority, run.period_end)
        if later is not None:
            raise Refusal(
                f"{Period.of(later.period_end).label} was signed off after it and "
                "reports those who left since. Make this return again instead."
            )
        run.frozen_at = run.frozen_by = None
        steps.record(
            run, Step.WITHDRAWN, Action.RETURN_SIGN_OFF_WITHDRAWN, act, note=reason
        )
