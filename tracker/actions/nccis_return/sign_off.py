"""Signing a month's return off, and taking the signature back before it is sent.

See decisions 0051 and 0053.
"""

from datetime import date, datetime

from tracker import store
from tracker.access import Permission, authority_scope
from tracker.actions.nccis_return import prepare
from tracker.domain.reference.academic_year import Period
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User
from tracker.store.nccis_return.run_steps import ReturnStep, Step
from tracker.store.nccis_return.runs import ReturnRun

#: What whoever signs says by it.
CONFIRMED = (
    "I have checked the figures, the changes since last month and the issues that "
    "are left. This is the return the council will send to DfE for the month."
)


class NotSignable(Refusal):
    """It cannot be signed, or the signature not taken back; the text says why.

    ``field`` names what to put right.
    """


def sign(
    run: ReturnRun, *, user: User, reason: str = "", at: datetime, on: date
) -> None:
    """Signs a run off, which freezes it: from now on that is what the month was.

    ``reason`` says why it may go although issues of priority 1 are left, ``on`` is the
    day that it is here: on its last day a month is not over. Raises NotSignable.
    """
    reason = " ".join(reason.split())
    with store.database.base.transaction():
        _hold(run)
        if store.nccis_return.run_steps.of([run.id])[run.id].signed is not None:
            raise NotSignable("This return has already been signed off.")
        if run.period_end >= on:
            raise NotSignable(
                f"{Period.of(run.period_end).label} is not over. Take its snapshot "
                "again when it is, and sign that one off."
            )
        if run.prepared_by == user.email and others_who_sign(user):
            raise NotSignable(
                "You took this snapshot, so somebody else must sign it off. Ask "
                "another manager."
            )
        left = store.nccis_return.run_issues.totals(run.id).must_fix
        if left and not reason:
            raise NotSignable(
                f"Issues of priority 1 left: {left:,}. Fix them and take the snapshot "
                "again, or enter why the return can go as it is.",
                "reason",
            )
        if run.frozen_at is None:
            _freeze(run, by=user.email, at=at)
        _note(run, Step.SIGNED_OFF, user=user, at=at, note=reason)
        store.accounts.audit.write(
            authority=run.authority,
            at=at,
            by=user.email,
            action=Action.RETURN_SIGNED_OFF,
            subject=f"run {run.id}",
            period=Period.of(run.period_end).iso,
            must_fix=left,
        )


def _freeze(run: ReturnRun, *, by: str, at: datetime) -> None:
    try:
        prepare.freeze_now(run, by=by, at=at)
    except prepare.NotFreezable as error:
        raise NotSignable(
            "A newer snapshot of this month has been taken: sign that one off."
        ) from error


def others_who_sign(user: User) -> bool:
    """Whether anybody else of the authority could sign a return off."""
    return any(
        each.id != user.id and each.is_active and each.may(Permission.SIGN_OFF_RETURN)
        for each in store.accounts.users.everybody(
            within=authority_scope(user.authority)
        )
    )


def withdraw(run: ReturnRun, *, user: User, reason: str, at: datetime) -> None:
    """Takes a signature back; the run thaws, and is not what the month was any more.

    Raises NotSignable once it was sent, or another month builds on it.
    """
    reason = " ".join(reason.split())
    with store.database.base.transaction():
        _hold(run)
        standing = store.nccis_return.run_steps.of([run.id])[run.id]
        if standing.signed is None:
            raise NotSignable("This return is not signed off.")
        if standing.sent is not None:
            raise NotSignable(
                "This return has been sent, so its sign-off cannot be withdrawn. "
                "Make the return again if something has to change."
            )
        if not reason:
            raise NotSignable("Enter why you are withdrawing the sign-off.", "reason")
        later = store.nccis_return.runs.frozen_after(run.authority, run.period_end)
        if later is not None:
            raise NotSignable(
                f"{Period.of(later.period_end).label} was signed off after it and "
                "reports those who left since. Make this return again instead."
            )
        run.frozen_at = run.frozen_by = None
        _note(run, Step.WITHDRAWN, user=user, at=at, note=reason)
        store.accounts.audit.write(
            authority=run.authority,
            at=at,
            by=user.email,
            action=Action.RETURN_SIGN_OFF_WITHDRAWN,
            subject=f"run {run.id}",
            period=Period.of(run.period_end).iso,
        )


def _hold(run: ReturnRun) -> None:
    """Waits for whoever is at the same month, and reads the run as they left it."""
    store.database.base.wait_for(f"return of {run.authority} {run.period_end}")
    db.session.refresh(run)


def _note(
    run: ReturnRun, step: Step, *, user: User, at: datetime, note: str = ""
) -> None:
    db.session.add(
        ReturnStep(
            authority=run.authority,
            run_id=run.id,
            step=step,
            at=at,
            by=user.email,
            name=user.name,
            note=note,
        )
    )
