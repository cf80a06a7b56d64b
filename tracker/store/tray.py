"""Lines about young people of other authorities: to be passed on, then not kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.base import AuthorityCode, MaybeMoment
from tracker.store.imports import ImportBatch, Outcome, StagedRow, Status


class Elsewhere(Model):
    """A line in the tray, and which authority it belongs to."""

    __tablename__ = "out_of_area"
    __table_args__ = (Index("ix_out_of_area_lead", "authority", "lead"),)

    row_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("staged_rows.id"), primary_key=True
    )
    authority: Mapped[AuthorityCode]
    lead: Mapped[AuthorityCode]  # whose they are
    held_on: Mapped[date]
    due_on: Mapped[date]
    forwarded_at: Mapped[MaybeMoment]
    forwarded_by: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Pile:
    """The lines of one other authority."""

    lead: str
    lines: int
    waiting: int  # of them not yet passed on
    due_on: date | None  # the earliest that is still to be passed on
    oldest: date
    newest: int  # the line that came last


def hold(
    authority: str, rows: Iterable[tuple[int, str]], *, on: date, due_on: date
) -> None:
    """Puts (row, authority that it belongs to) into the tray."""
    values = [
        {
            "row_id": row,
            "authority": authority,
            "lead": lead,
            "held_on": on,
            "due_on": due_on,
        }
        for row, lead in rows
    ]
    for start in range(0, len(values), 1_000):
        db.session.execute(
            insert(Elsewhere)
            .values(values[start : start + 1_000])
            .on_conflict_do_nothing()
        )


def take_out(rows: Iterable[int]) -> None:
    """Takes lines out of the tray: they are somebody's after all."""
    db.session.execute(
        text("DELETE FROM out_of_area WHERE row_id = ANY(:rows)"), {"rows": list(rows)}
    )


def _held(within: Scope) -> Any:
    """Lines of batches that were not taken back, of this scope."""
    return (
        select(Elsewhere)
        .join(StagedRow, StagedRow.id == Elsewhere.row_id)
        .join(ImportBatch, ImportBatch.id == StagedRow.batch_id)
        .where(
            Elsewhere.authority.in_(within.authorities),
            ImportBatch.status != Status.WITHDRAWN,
        )
    )


def piles(*, within: Scope) -> list[Pile]:
    """The tray by authority, what is due first at the top."""
    still = Elsewhere.forwarded_at.is_(None)
    rows = db.session.execute(
        _held(within)
        .with_only_columns(
            Elsewhere.lead,
            func.count(),
            func.count().filter(still),
            func.min(Elsewhere.due_on).filter(still),
            func.min(Elsewhere.held_on),
            func.max(Elsewhere.row_id),
        )
        .group_by(Elsewhere.lead)
    )
    found = [
        Pile(lead, lines, waiting, due, oldest, newest)
        for lead, lines, waiting, due, oldest, newest in rows
    ]
    return sorted(found, key=lambda pile: (pile.due_on or date.max, pile.lead))


def lines_of(
    lead: str, *, within: Scope, only_waiting: bool = False
) -> Sequence[StagedRow]:
    """The lines that belong to one other authority, in the order they came."""
    asked = _held(within).with_only_columns(StagedRow).where(Elsewhere.lead == lead)
    if only_waiting:
        asked = asked.where(Elsewhere.forwarded_at.is_(None))
    return list(db.session.scalars(asked.order_by(StagedRow.id)))


def held(rows: Iterable[int]) -> dict[int, Elsewhere]:
    """Since when lines are in the tray, and what was done with each."""
    return {
        each.row_id: each
        for each in db.session.scalars(
            select(Elsewhere).where(Elsewhere.row_id.in_(list(rows)))
        )
    }


def forward(rows: Iterable[int], *, by: str, at: datetime) -> int:
    """Notes that lines were passed on; returns of how many that is news."""
    done = db.session.execute(
        text(
            "UPDATE out_of_area SET forwarded_at = :at, forwarded_by = :by"
            " WHERE row_id = ANY(:rows) AND forwarded_at IS NULL"
        ),
        {"rows": list(rows), "at": at, "by": by},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def purge(before: date, *, within: Scope) -> int:
    """Forgets what lines out of area said that were held before a day.

    Their number, file and outcome stay, so that a batch still counts as it came.
    """
    kept = (
        "SELECT s.id FROM staged_rows s JOIN import_batches b ON b.id = s.batch_id"
        " LEFT JOIN out_of_area o ON o.row_id = s.id"
        " WHERE s.authority = ANY(:authorities) AND s.outcome = :outcome"
        " AND s.raw <> '{}'::jsonb"
        " AND COALESCE(o.held_on, b.received_at::date) < :before"
    )
    done = db.session.execute(
        text(
            "UPDATE staged_rows SET raw = '{}', problems = '[]', reasons = '[]',"
            f" candidates = '[]', score = NULL, decided_by = NULL WHERE id IN ({kept})"
        ).bindparams(bindparam("outcome", str(Outcome.OUT_OF_AREA))),
        {"authorities": list(within.authorities), "before": before},
    )
    db.session.execute(
        text(
            "DELETE FROM out_of_area WHERE authority = ANY(:authorities)"
            " AND held_on < :before"
        ),
        {"authorities": list(within.authorities), "before": before},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def waiting(*, within: Scope) -> int:
    """How many lines are still to be passed on."""
    found: int = db.session.execute(
        _held(within)
        .where(Elsewhere.forwarded_at.is_(None))
        .with_only_columns(func.count())
    ).scalar_one()
    return found
