"""The tray: lines about young people of other authorities, to be passed on.

See decision 0106.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    bindparam,
    case,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.reference.codes import AUTHORITIES
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, MaybeMoment
from tracker.store.intake.import_batches import ImportBatch, Outcome, StagedRow, Status
from tracker.store.work.items import shaped


class Elsewhere(Model):
    """A line in the tray, with the authority that it belongs to."""

    __tablename__ = "out_of_area"
    __table_args__ = (Index("ix_out_of_area_lead", "authority", "lead"),)

    row_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("staged_rows.id"), primary_key=True
    )
    authority: Mapped[AuthorityCode]
    lead: Mapped[AuthorityCode]  # the authority that it belongs to
    held_on: Mapped[date]
    due_on: Mapped[date]
    forwarded_at: Mapped[MaybeMoment]
    forwarded_by: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Pile:
    """The lines that belong to one other authority."""

    lead: str
    lines: int
    waiting: int  # the number not passed on yet
    due_on: date | None  # the earliest day by which a line is to be passed on
    oldest: date
    late: int  # those not passed on and held for longer than lines are kept
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
    """Takes lines out of the tray that are about our own young people after all."""
    base.execute(
        "DELETE FROM out_of_area WHERE row_id = ANY(:rows)", {"rows": list(rows)}
    )


def _held(within: Scope) -> Any:
    """The tray's lines in a scope, without those of withdrawn batches."""
    return (
        select(Elsewhere)
        .join(StagedRow, StagedRow.id == Elsewhere.row_id)
        .join(ImportBatch, ImportBatch.id == StagedRow.batch_id)
        .where(
            Elsewhere.authority.in_(within.authorities),
            ImportBatch.status != Status.WITHDRAWN,
        )
    )


def piles(*, within: Scope, before: date) -> list[Pile]:
    """The tray by authority, the earliest due day first.

    A line held before ``before`` and not passed on is late.
    """
    still = Elsewhere.forwarded_at.is_(None)
    rows = db.session.execute(
        _held(within)
        .with_only_columns(
            Elsewhere.lead,
            func.count(),
            func.count().filter(still),
            func.min(Elsewhere.due_on).filter(still),
            func.min(Elsewhere.held_on),
            func.count().filter(still, Elsewhere.held_on < before),
            func.max(Elsewhere.row_id),
        )
        .group_by(Elsewhere.lead)
    )
    found = [Pile(*row) for row in rows]
    return sorted(found, key=lambda pile: (pile.due_on or date.max, pile.lead))


def items(*, within: Scope) -> Any:
    """The piles with lines to be passed on, as work items; their number is the code."""
    titles = {each.value: each.title for each in AUTHORITIES}
    return (
        _held(within)
        .where(Elsewhere.forwarded_at.is_(None))
        .with_only_columns(
            *shaped(
                id=Elsewhere.lead,
                about=case(titles, value=Elsewhere.lead, else_=Elsewhere.lead),
                why=func.format("Pass on %s of its lines", func.count()),
                due=func.min(Elsewhere.due_on),
                since=func.min(Elsewhere.held_on),
            )
        )
        .group_by(Elsewhere.lead)
    )


def lines_of(
    lead: str, *, within: Scope, only_waiting: bool = False
) -> Sequence[StagedRow]:
    """The lines that belong to one other authority, in the order of their arrival."""
    query = _held(within).with_only_columns(StagedRow).where(Elsewhere.lead == lead)
    if only_waiting:
        query = query.where(Elsewhere.forwarded_at.is_(None))
    return base.every(query.order_by(StagedRow.id))


def held(rows: Iterable[int]) -> dict[int, Elsewhere]:
    """The tray's entry of each line: since when it is held, and what was done."""
    return {
        each.row_id: each
        for each in db.session.scalars(
            select(Elsewhere).where(Elsewhere.row_id.in_(list(rows)))
        )
    }


def forward(rows: Iterable[int], *, by: str, at: datetime) -> int:
    """Marks lines as passed on; returns the number not marked before."""
    done = base.execute(
        "UPDATE out_of_area SET forwarded_at = :at, forwarded_by = :by"
        " WHERE row_id = ANY(:rows) AND forwarded_at IS NULL",
        {"rows": list(rows), "at": at, "by": by},
    )
    return int(done.rowcount)


def wait_again(lead: str, at: datetime, *, within: Scope) -> int:
    """Lets the lines of one other authority that were passed on at one moment wait
    again; returns how many. Those that were forgotten since are gone.
    """
    done = base.execute(
        "UPDATE out_of_area SET forwarded_at = NULL, forwarded_by = NULL"
        " WHERE authority = ANY(:authorities) AND lead = :lead AND forwarded_at = :at",
        {"authorities": list(within.authorities), "lead": lead, "at": at},
    )
    return int(done.rowcount)


_LATE = (
    " FROM out_of_area o JOIN staged_rows s ON s.id = o.row_id"
    " JOIN import_batches b ON b.id = s.batch_id"
    " WHERE o.authority = ANY(:authorities) AND o.held_on < :before"
    " AND o.forwarded_at IS NULL AND b.status <> 'withdrawn'"
)


def late(before: date, *, within: Scope) -> int:
    """The number of lines held since before a day and not passed on."""
    return base.number(
        f"SELECT count(*) {_LATE}",
        {"authorities": list(within.authorities), "before": before},
    )


def late_rows(before: date, lead: str, *, within: Scope) -> list[int]:
    """The lines of one other authority that are late."""
    found = base.execute(
        f"SELECT o.row_id {_LATE} AND o.lead = :lead ORDER BY o.row_id",
        {"authorities": list(within.authorities), "before": before, "lead": lead},
    )
    return [row for (row,) in found]


def purge(before: date, *, within: Scope) -> int:
    """Forgets the contents of lines out of area held since before a day.

    Only lines that were passed on, or whose batch was withdrawn, are forgotten. Others
    stay until they are passed on. The number, file and outcome of each line stay, so
    that a batch still has all its lines. Returns the number of lines forgotten.
    """
    over = db.session.execute(
        text(
            "SELECT s.id FROM staged_rows s JOIN import_batches b ON b.id = s.batch_id"
            " LEFT JOIN out_of_area o ON o.row_id = s.id"
            " WHERE s.authority = ANY(:authorities) AND s.outcome = :outcome"
            " AND (s.raw <> '{}'::jsonb OR s.sealed IS NOT NULL"
            " OR o.row_id IS NOT NULL)"
            " AND COALESCE(o.held_on, b.received_at::date) < :before"
            " AND (o.row_id IS NULL OR o.forwarded_at IS NOT NULL"
            " OR b.status = 'withdrawn')"
        ).bindparams(bindparam("outcome", str(Outcome.OUT_OF_AREA))),
        {"authorities": list(within.authorities), "before": before},
    )
    return forget([row for (row,) in over])


def forget(rows: Iterable[int]) -> int:
    """Forgets the contents of lines and the files of their documents, and takes them
    out of the tray; returns how many.
    """
    numbers = {"rows": list(rows)}
    for table in ("documents", "document_contents", "document_files"):
        base.execute(f"DELETE FROM {table} WHERE row_id = ANY(:rows)", numbers)
    done = base.execute(
        "UPDATE staged_rows SET raw = '{}', sealed = NULL, hidden = NULL,"
        " problems = '[]',"
        " reasons = '[]', candidates = '[]', score = NULL, decided_by = NULL"
        " WHERE id = ANY(:rows)",
        numbers,
    )
    base.execute("DELETE FROM out_of_area WHERE row_id = ANY(:rows)", numbers)
    return int(done.rowcount)


def waiting(*, within: Scope) -> int:
    """The number of lines still to be passed on."""
    waits = _held(within).where(Elsewhere.forwarded_at.is_(None))
    found: int = base.one(waits.with_only_columns(func.count()))
    return found
