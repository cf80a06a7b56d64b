"""A signed return on its way to DfE: downloaded, marked as sent, answered."""

import gzip
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


class NotYet(Refusal):
    """The return is not at that step; the text gives the step that comes first.

    ``field`` names the field to correct.
    """


def file(run: ReturnRun, *, act: Act) -> bytes:
    """The file that is sent; the download is recorded. Raises NotYet."""
    if run.frozen_at is None:
        raise NotYet("Sign the return off before you download it.")
    with store.database.base.transaction():
        steps.record(run, Step.DOWNLOADED, Action.RETURN_DOWNLOADED, act)
    return gzip.decompress(run.file)


def mark_sent(run: ReturnRun, *, on: date, note: str, act: Act) -> None:
    """Records that the file was given to DfE on a day. Raises NotYet."""
    with store.database.base.transaction():
        steps.hold(run)
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
        steps.record(
            run, Step.SENT, Action.RETURN_SENT, act, on=on, note=_short(note, "note")
        )


def note_answer(run: ReturnRun, *, note: str, act: Act) -> None:
    """Records DfE's answer. Raises NotYet."""
    note = _short(note, "note")
    if not note:
        raise NotYet("Enter what DfE answered.", "note")
    with store.database.base.transaction():
        if store.nccis_return.run_steps.of([run.id])[run.id].sent is None:
            raise NotYet("Mark the return as sent before you enter an answer.")
        steps.record(run, Step.ANSWERED, Action.RETURN_ANSWERED, act, note=note)


def _short(note: str, field: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise NotYet(f"Enter {LONGEST_NOTE:,} characters or fewer.", field)
    return note
