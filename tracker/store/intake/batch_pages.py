"""Batches as a page lists them, and the lines of a batch, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.access import Scope
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.database import base
from tracker.store.intake.import_batches import ImportBatch, StagedRow, Status


@dataclass(frozen=True, slots=True)
class Listed:
    """A batch in the list, with the number of its lines that wait for a decision.

    ``with_sender`` means that its sender is still checking it and has not sent it yet.
    """

    batch: ImportBatch
    doubtful: int
    with_sender: bool


_LISTED = """
    SELECT b.id, COALESCE(d.doubtful, 0) AS doubtful,
        EXISTS (SELECT 1 FROM sendings k
          JOIN import_batches m ON m.id = k.batch_id AND m.received_by IN
            (SELECT made_by FROM sendings s WHERE s.authority = m.authority)
          WHERE k.batch_id = b.id AND k.state = 'kept')
        AND NOT EXISTS (SELECT 1 FROM sendings k
          WHERE k.batch_id = b.id AND k.state = 'sent') AS with_sender
    FROM unnest(CAST(:ids AS bigint[])) AS b(id)
    LEFT JOIN (
        SELECT batch_id, count(*) AS doubtful FROM staged_rows
        WHERE outcome = 'possible' AND authority = ANY(:authorities)
          AND batch_id = ANY(CAST(:ids AS bigint[]))
        GROUP BY batch_id
    ) d ON d.batch_id = b.id
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """The number of batches of one kind of file with one status."""

    feed: str
    status: str
    batches: int


def alike(*, within: Scope) -> list[Alike]:
    """The numbers of batches, by kind of file and status."""
    rows = db.session.execute(
        select(ImportBatch.feed, ImportBatch.status, func.count())
        .where(ImportBatch.authority.in_(within.authorities))
        .group_by(ImportBatch.feed, ImportBatch.status)
    )
    return [Alike(*row) for row in rows]


#: The columns for sorting batches; "batch" is the order in which they were received.
_BATCH_ORDER = {
    "batch": ImportBatch.id,
    "as_at": ImportBatch.as_at,
    "lines": ImportBatch.rows,
}


def listed(
    *,
    within: Scope,
    feed: str | None = None,
    status: str | None = None,
    order: str = "batch",
    descending: bool = True,
    offset: int,
    limit: int,
) -> list[Listed]:
    """One page of the batches, of one kind of file or one status if either is given."""
    wanted = select(ImportBatch).where(ImportBatch.authority.in_(within.authorities))
    if feed is not None:
        wanted = wanted.where(ImportBatch.feed == feed)
    if status is not None:
        wanted = wanted.where(ImportBatch.status == status)
    by = _BATCH_ORDER[order]
    found = base.every(
        wanted.order_by(by.desc() if descending else by, ImportBatch.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return _with_lines(found)


def one(batch: ImportBatch) -> Listed:
    """A batch as the list shows it."""
    (found,) = _with_lines([batch])
    return found


def _with_lines(found: Sequence[ImportBatch]) -> list[Listed]:
    authorities = list({batch.authority for batch in found})
    given = {"ids": [batch.id for batch in found], "authorities": authorities}
    lines_of = {number: rest for number, *rest in base.execute(_LISTED, given)}
    return [Listed(batch, *lines_of[batch.id]) for batch in found]


def some(numbers: Collection[int], *, within: Scope) -> dict[int, ImportBatch]:
    """Batches by number; those outside the scope are left out."""
    return {
        batch.id: batch
        for batch in db.session.scalars(
            select(ImportBatch).where(
                ImportBatch.id.in_(numbers),
                ImportBatch.authority.in_(within.authorities),
            )
        )
    }


def _meant(batch: int, outcome: str | None) -> list[ColumnElement[bool]]:
    meant = [StagedRow.batch_id == batch]
    if outcome == WITH_PROBLEMS:
        meant.append(func.jsonb_array_length(StagedRow.problems) > 0)
    elif outcome is not None:
        meant.append(StagedRow.outcome == outcome)
    return meant


#: Not an outcome, but the lines that a sender looks for: those to put right.
WITH_PROBLEMS = "problems"

#: The columns for sorting lines; "line" is their order in the files.
LINE_ORDER: Mapping[str, Any] = {
    "line": StagedRow.id,
    "outcome": StagedRow.outcome,
    "problems": func.jsonb_array_length(StagedRow.problems),
}


def lines(
    batch: int,
    outcome: str | None,
    *,
    only_problems: bool = False,
    order: str = "line",
    descending: bool = False,
    offset: int = 0,
    limit: int | None,
) -> Sequence[StagedRow]:
    """One page of a batch's lines, of one outcome or of all.

    ``only_problems`` leaves out lines without a problem. ``order`` is one of
    ``LINE_ORDER``; lines are in the order of the files unless another is given.
    """
    by = LINE_ORDER[order]
    return base.every(
        select(StagedRow)
        .where(*_meant(batch, outcome), *_wrong(only_problems))
        .order_by(by.desc() if descending else by, StagedRow.id)
        .offset(offset)
        .limit(limit)
    )


def of_numbers(numbers: Sequence[int], *, within: Scope) -> Sequence[StagedRow]:
    """The lines with these numbers, in order; those outside the scope are left out."""
    return base.every(
        select(StagedRow)
        .where(StagedRow.id.in_(numbers), StagedRow.authority.in_(base.whole(within)))
        .order_by(StagedRow.id)
    )


def count_lines(batch: int, outcome: str | None, *, only_problems: bool = False) -> int:
    """The number of lines of a batch with an outcome, or of all its lines."""
    return base.total(StagedRow, *_meant(batch, outcome), *_wrong(only_problems))


def _wrong(only_problems: bool) -> list[ColumnElement[bool]]:
    return [func.jsonb_array_length(StagedRow.problems) > 0] if only_problems else []


def count_undecided(batch: int) -> int:
    """The number of lines without an outcome, which have not been matched yet."""
    return base.total(
        StagedRow, StagedRow.batch_id == batch, StagedRow.outcome.is_(None)
    )


def problems_alike(batch: int) -> list[tuple[str, str, int, int]]:
    """(column, sentence, number of lines, first line) of each problem, each once."""
    return [
        (column or "", message, lines, first)
        for column, message, lines, first in base.stream(
            "SELECT p->>'column', p->>'message', count(*), min(s.line)"
            " FROM staged_rows s, jsonb_array_elements(s.problems) AS p"
            " WHERE s.batch_id = %s GROUP BY 1, 2 ORDER BY 4, 1, 2",
            batch,
        )
    ]


def history(batch: int, *, within: Scope) -> Sequence[AuditLine]:
    """The audit lines of a batch, in order."""
    return base.every(
        select(AuditLine)
        .where(
            AuditLine.subject == f"batch {batch}",
            AuditLine.authority.in_(within.authorities),
        )
        .order_by(AuditLine.id)
    )


def number_of_database(authority: str, feed: str) -> str:
    """The three digits with which most IDs in the applied files of ``feed`` begin, ""
    where none is applied. Months are alike, so the largest few are enough.

    A record that another authority leads came with a transfer, and has its number.
    """
    found = base.column(
        "SELECT left(s.raw->>'YoungPersonsID', 3) FROM staged_rows s"
        " WHERE s.batch_id IN (SELECT b.id FROM import_batches b"
        " WHERE b.authority = %s AND b.feed = %s AND b.status = %s"
        " ORDER BY b.rows DESC, b.id DESC LIMIT 3)"
        " AND s.raw->>'YoungPersonsID' ~ '^[0-9]{13}$'"
        " AND COALESCE(substring(s.raw->>'LeadLEA' FROM '^[0-9]{3}$'), %s) = %s"
        " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
        *(authority, feed, str(Status.APPLIED), authority, authority),
    )
    return str(found[0]) if found else ""


def applied_of(authority: str, feed: str) -> Sequence[ImportBatch]:
    """The applied batches of a feed, in the order in which they came."""
    return base.every(
        select(ImportBatch)
        .filter_by(authority=authority, feed=feed, status=str(Status.APPLIED))
        .order_by(ImportBatch.id)
    )
