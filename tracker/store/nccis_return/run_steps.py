"""The steps of a prepared return: signed off, downloaded, sent, answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment


class Step(StrEnum):
    """The kind of a step."""

    SIGNED_OFF = "signed off"
    WITHDRAWN = "sign-off withdrawn"
    DOWNLOADED = "downloaded"
    SENT = "sent"
    ANSWERED = "answered"


class ReturnStep(Model):
    """One step, with the user who took it. Steps are only ever added."""

    __tablename__ = "return_steps"
    __table_args__ = (
        base.one_of("step", Step),
        CheckConstraint("(on_day IS NOT NULL) = (step = 'sent')", name="sent"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    run_id: Mapped[int] = mapped_column(ForeignKey("return_runs.id"), index=True)
    step: Mapped[str]
    at: Mapped[Moment]
    by: Mapped[str]
    name: Mapped[str]  # the user's name on that day
    on_day: Mapped[date | None]  # the day on which it was sent
    note: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run has come, from its steps. ``steps`` are oldest first."""

    steps: tuple[ReturnStep, ...] = ()

    @property
    def signed(self) -> ReturnStep | None:
        """The sign-off in force, None where there is none or it was withdrawn."""
        last = self._last(Step.SIGNED_OFF, Step.WITHDRAWN)
        return last if last is not None and last.step == Step.SIGNED_OFF else None

    @property
    def downloaded(self) -> ReturnStep | None:
        return self._last(Step.DOWNLOADED)

    @property
    def sent(self) -> ReturnStep | None:
        return self._last(Step.SENT)

    @property
    def answered(self) -> ReturnStep | None:
        return self._last(Step.ANSWERED)

    def _last(self, *kinds: Step) -> ReturnStep | None:
        return next((it for it in reversed(self.steps) if it.step in kinds), None)


def of(runs: Iterable[int]) -> dict[int, Standing]:
    """How far each of these runs has come."""
    numbers = list(runs)
    steps: dict[int, list[ReturnStep]] = {number: [] for number in numbers}
    found = base.every(
        select(ReturnStep).where(ReturnStep.run_id.in_(numbers)).order_by(ReturnStep.id)
    )
    for each in found:
        steps[each.run_id].append(each)
    return {number: Standing(tuple(taken)) for number, taken in steps.items()}
