"""The steps of a return, each recorded with the user and in the audit."""

from datetime import date
from typing import Any

from tracker import store
from tracker.actions.act import Act
from tracker.domain.reference.academic_year import Period
from tracker.extensions import db
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.run_steps import ReturnStep, Step
from tracker.store.nccis_return.runs import ReturnRun


def hold(run: ReturnRun) -> None:
    """Waits while another user works on the same month, and reads the run again."""
    store.database.base.wait_for(f"return of {run.authority} {run.period_end}")
    db.session.refresh(run)


def record(
    run: ReturnRun,
    step: Step,
    action: Action,
    act: Act,
    *,
    on: date | None = None,
    note: str = "",
    **detail: Any,
) -> None:
    """Records a step; ``detail`` is what the audit holds of it beside the month."""
    db.session.add(
        ReturnStep(
            authority=run.authority,
            run_id=run.id,
            step=step,
            at=act.at,
            by=act.by,
            name=store.accounts.users.name_of(act.by),
            on_day=on,
            note=note,
        )
    )
    act.note(action, f"run {run.id}", period=Period.of(run.period_end).iso, **detail)
