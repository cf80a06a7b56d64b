"""Answers to the questions of a batch: the question, the user and the moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import Key, Moment
from tracker.store.intake.import_batches import ImportBatch


class BatchAnswer(Model):
    """One answered question of a batch, in the words that the user saw.

    ``answer`` is the answer given: a date, a name, or whether it was confirmed.
    """

    __tablename__ = "batch_answers"

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), index=True)
    kind: Mapped[str]
    question: Mapped[str]
    answer: Mapped[Any] = mapped_column(JSONB)
    answered_by: Mapped[str]
    answered_at: Mapped[Moment]

    def as_json(self) -> Mapping[str, Any]:
        names = ("kind", "question", "answer", "answered_by", "answered_at")
        return {name: getattr(self, name) for name in names}


def of(batch: int) -> Sequence[BatchAnswer]:
    """Every answer about a batch, in the order in which they were given."""
    return base.every(
        select(BatchAnswer)
        .where(BatchAnswer.batch_id == batch)
        .order_by(BatchAnswer.id)
    )


def is_confirmed(question: str, *, besides: int, within: Scope) -> bool:
    """Whether a user confirmed the same question about a batch except ``besides``."""
    known = (
        select(BatchAnswer.id)
        .join(ImportBatch, ImportBatch.id == BatchAnswer.batch_id)
        .where(
            ImportBatch.authority.in_(within.authorities),
            BatchAnswer.batch_id != besides,
            BatchAnswer.question == question,
            BatchAnswer.answer == literal(True, JSONB),
        )
    )
    return db.session.scalar(select(known.exists())) or False


def keep(
    batch: int, *, kind: str, question: str, answer: Any, by: str, at: datetime
) -> None:
    """Adds an answer in the current transaction."""
    db.session.add(
        BatchAnswer(
            batch_id=batch,
            kind=kind,
            question=question,
            answer=answer,
            answered_by=by,
            answered_at=at,
        )
    )
    db.session.flush()
