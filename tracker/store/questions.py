"""Questions that a source opened and was not good enough to answer."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store import base, people
from tracker.store.base import AuthorityCode, Key
from tracker.store.evidence import Entry


class Kind(StrEnum):
    """Why somebody has to ask."""

    CONFLICT = "another source says otherwise"
    NOT_ON_ROLL = "not on the complete roll"


class Question(Model):
    """Something to be asked about one person; it goes with the batch that raised it."""

    __tablename__ = "questions"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), index=True)
    kind: Mapped[str]
    as_at: Mapped[date]


def raise_all(
    authority: str, batch_id: int, as_at: date, raised: Iterable[tuple[int, Kind]]
) -> int:
    """Stores (person, kind) questions of a batch; returns how many."""
    return base.copy_into(
        "questions",
        ("authority", "person_id", "batch_id", "kind", "as_at"),
        ((authority, person, batch_id, kind, as_at) for person, kind in raised),
    )


def raised_by(batch_id: int) -> list[tuple[int, str]]:
    """(person, kind) of every question that a batch raised and that is still open."""
    return list(
        base.stream(
            "SELECT person_id, kind FROM questions WHERE batch_id = %s"
            " ORDER BY kind, person_id",
            batch_id,
        )
    )


def drop(batch_id: int) -> None:
    """Takes back what a batch asked, because it was withdrawn."""
    db.session.execute(
        text("DELETE FROM questions WHERE batch_id = :batch"), {"batch": batch_id}
    )


def close(batch_id: int, person: int, kind: Kind) -> None:
    """Takes back one question, because somebody has answered it."""
    db.session.execute(
        text(
            "DELETE FROM questions WHERE batch_id = :batch AND person_id = :person"
            " AND kind = :kind"
        ),
        {"batch": batch_id, "person": person, "kind": kind},
    )


def of(person: int, *, known_at: datetime | None = None) -> Sequence[Question]:
    """What is open about one person, whichever record it was asked of; newest first.

    ``known_at`` leaves out what was asked by a batch that came to count later.
    """
    asked = select(Question).where(Question.person_id.in_(people.under(person)))
    if known_at is not None:
        counted = select(Entry.batch_id).where(Entry.recorded_at <= known_at)
        asked = asked.where(Question.batch_id.in_(counted))
    return list(db.session.scalars(asked.order_by(Question.as_at.desc(), Question.id)))
