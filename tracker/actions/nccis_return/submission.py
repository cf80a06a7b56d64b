"""A signed return on its way to DfE: downloaded, marked as sent, answered."""

import gzip
from datetime import date

from tracker import store
from tracker.actions.act import Act
from tracker.domain.reference.academic_year import Period, say_date
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.run_steps import ReturnStep, Step
from tracker.store.nccis_return.runs import ReturnRun

LONGEST_NOTE = 2000


class NotYet(Refusal):
    """The return is not at that step; the text gives the step that comes first.

    ``field`` names the field to correct.
    """


def file(run: ReturnRun, *, act: Act) -> bytes:
    """The file that is sent; the download is recorded. Raises NotYet."""
    if run.frozen_at is None:
        raise NotYet("Sign the return off before you download it.")
    with store.database.base.transaction():
        _note(run, Step.DOWNLOADED, Action.RETURN_DOWNLOADED, act)
    return gzip.decompress(run.file)


def mark_sent(run: ReturnRun, *, on: date, note: str, act: Act) -> None:
    """Records that the file was given to DfE on a day. Raises NotYet."""
    with store.database.base.transaction():
        store.database.base.wait_for(f"return of {run.authority} {run.period_end}")
        db.session.refresh(run)
        if run.frozen_at is None:
            raise NotYet("Sign the return off before you mark it as sent.")
        sent = store.nccis_return.run_steps.of([run.id])[run.id].sent
        if sent is not None and sent.on_day is not None:
            raise NotYet(
                f"{sent.name} has already marked it as sent on {say_date(sent.on_day)}."
            )
        if on > act.on:
            raise NotYet("The day it was sent must be today or in the past.", "day")
        if on < run.prepared_at.date():
            raise NotYet(
                "It cannot have been sent before its snapshot was taken, on "
                f"{say_date(run.prepared_at.date())}.",
                "day",
            )
        _note(
            run,
            Step.SENT,
            Action.RETURN_SENT,
            act,
            on=on,
            note=_short(note, "note"),
        )


def note_answer(run: ReturnRun, *, note: str, act: Act) -> None:
    """Records DfE's answer. Raises NotYet."""
    note = _short(note, "note")
    if not note:
        raise NotYet("Enter what DfE answered.", "note")
    with store.database.base.transaction():
        if store.nccis_return.run_steps.of([run.id])[run.id].sent is None:
            raise NotYet("Mark the return as sent before you enter an answer.")
        _note(run, Step.ANSWERED, Action.RETURN_ANSWERED, act, note=note)


def _short(note: str, field: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise NotYet(f"Enter {LONGEST_NOTE:,} characters or fewer.", field)
    return note


def _note(
    run: ReturnRun,
    step: Step,
    action: Action,
    act: Act,
    *,
    on: date | None = None,
    note: str = "",
) -> None:
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
    act.note(action, f"run {run.id}", period=Period.of(run.period_end).iso)
