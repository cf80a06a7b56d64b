"""A signed return on its way to DfE: downloaded, marked as sent, answered."""

from datetime import date

from tracker import store
from tracker.actions.act import Act
from tracker.actions.nccis_return import steps
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.run_steps import Step
from tracker.store.nccis_return.runs import ReturnRun

LONGEST_NOTE = 2000


def file(run: ReturnRun, *, act: Act) -> bytes:
    """The file that is sent; the download is recorded.

    Raises Refusal with the reason.
    """
    if run.frozen_at is None:
        raise Refusal("Sign the return off before you download it.")
    with store.database.base.transaction():
        steps.record(run, Step.DOWNLOADED, Action.RETURN_DOWNLOADED, act)
    return store.nccis_return.runs.file_of(run)


def record_sent(run: ReturnRun, *, on: date, note: str, act: Act) -> None:
    """Records in the open transaction that the file was given to DfE on a day.

    Raises Refusal with the reason.
    """
    steps.hold(run)
    if run.frozen_at is None:
        raise Refusal("Sign the return off before you mark it as sent.")
    sent = store.nccis_return.run_steps.of([run.id])[run.id].sent
    if sent is not None and sent.on_day is not None:
        raise Refusal(
            f"{sent.name} has already marked it as sent on {say_date(sent.on_day)}."
        )
    if on > act.on:
        raise Refusal("The day it was sent must be today or in the past.", "day")
    made_on = date.fromisoformat(run.header["sent"])
    if on < made_on:
        raise Refusal(
            "It cannot have been sent before its snapshot was taken, on "
            f"{say_date(made_on)}.",
            "day",
        )
    steps.record(run, Step.SENT, Action.RETURN_SENT, act, on=on, note=_short(note))


def note_answer(run: ReturnRun, *, note: str, act: Act) -> None:
    """Records DfE's answer. Raises Refusal with the reason."""
    note = _short(note)
    if not note:
        raise Refusal("Enter what DfE answered.", "note")
    with store.database.base.transaction():
        if store.nccis_return.run_steps.of([run.id])[run.id].sent is None:
            raise Refusal("Mark the return as sent before you enter an answer.")
        steps.record(run, Step.ANSWERED, Action.RETURN_ANSWERED, act, note=note)


def _short(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Refusal(f"Enter {LONGEST_NOTE:,} characters or fewer.", "note")
    return note
