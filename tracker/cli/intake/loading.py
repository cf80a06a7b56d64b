"""Loads, previews and withdraws files for a command, as the user who runs it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tracker import actions
from tracker.actions.act import Act
from tracker.actions.intake.load import Confirm, Loaded
from tracker.actions.intake.questions.answers import NO_ANSWERS, Answers
from tracker.cli import answer
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.intake.import_batches import ImportBatch

Say = Callable[[str], Any]


def load(
    feed: str,
    files: Sequence[Path],
    *,
    institution: str | None,
    as_at: date | None,
    complete: bool,
    confirm: Confirm,
    say: Say,
    answers: Answers = NO_ANSWERS,
    act: Act,
) -> Loaded:
    """Loads files as one batch; the same files again carry on where that stopped.

    Raises Unanswered and answer.CannotBeDone.
    """
    try:
        return actions.intake.load.load(
            feed,
            files,
            institution=institution,
            as_at=as_at,
            complete=complete,
            act=act,
            confirm=confirm,
            answers=answers,
            say=_steps(say),
        )
    except (
        actions.intake.load.NotAnInstitution,
        actions.intake.questions.answers.WrongAnswer,
    ) as error:
        raise answer.CannotBeDone(str(error)) from error


def carry_on(
    batch: ImportBatch, *, confirm: Confirm, say: Say, answers: Answers = NO_ANSWERS
) -> Loaded:
    """Matches and applies a batch, as far as that is still to be done.

    Raises Unanswered and answer.CannotBeDone.
    """
    try:
        return actions.intake.load.carry_on(
            batch,
            confirm=confirm,
            act=answer.act(batch.authority),
            answers=answers,
            say=_steps(say),
        )
    except actions.intake.questions.answers.WrongAnswer as error:
        raise answer.CannotBeDone(str(error)) from error


def _steps(say: Say) -> Callable[..., None]:
    """Reports the end of each step to a terminal, but not the progress within it."""

    def report(words: str, done: int | None = None, out_of: int | None = None) -> None:
        if done is None:
            say(words)

    return report


def preview(batch: ImportBatch) -> actions.intake.effect.Effect:
    """The effect of applying a batch."""
    return actions.intake.load.preview(batch, act=answer.act(batch.authority))


def withdraw(batch: ImportBatch) -> int:
    """Withdraws a batch; returns the number of histories that it changes."""
    return actions.intake.load.withdraw(batch, act=answer.act(batch.authority))


def reference(number: str | None, authority: str) -> InstitutionRef | None:
    """The institution named by one of its numbers, or None without a number.

    Raises answer.CannotBeDone for a text that is no such number.
    """
    try:
        return actions.intake.load.reference(number, authority)
    except actions.intake.load.NotAnInstitution as error:
        raise answer.CannotBeDone(str(error)) from error
