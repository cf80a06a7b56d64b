"""Batches, and every line of them, usable or not."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.database.sealed_columns import SealedColumn


class Status(StrEnum):
    """How far a batch has come."""

    RECEIVED = "received"
    MATCHED = "matched"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """The outcome of a line, in the words that its sender sees (Feeds 1.0)."""

    NO_CHANGE = "matched-no-change"
    UPDATE = "matched-update"
    CONFLICT = "matched-conflict"
    POSSIBLE = "possible"
    NEW = "new-in-area"
    OUT_OF_AREA = "out-of-area"
    INVALID = "invalid"
    RESTRICTED = "restricted"


#: The outcomes of lines that become evidence when their batch is applied.
USABLE = frozenset(
    {
        Outcome.NO_CHANGE,
        Outcome.UPDATE,
        Outcome.CONFLICT,
        Outcome.NEW,
        Outcome.RESTRICTED,
    }
)


class ImportBatch(Model):
    """One or more files that were received together."""

    __tablename__ = "import_batches"
    __table_args__ = (
        Index("ix_import_batches_bytes", "authority", "feed", "sha256"),
        base.one_of("status", Status),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    feed: Mapped[str]
    files: Mapped[list[str]] = mapped_column(JSONB)
    sha256: Mapped[str] = mapped_column(String(64))
    layout: Mapped[str]
    sender: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    as_at: Mapped[date]
    complete: Mapped[bool]
    status: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)
    notes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    matched_against: Mapped[str | None]  # the mark of the people it was matched with
    received_at: Mapped[Moment]
    received_by: Mapped[str]


def _of_some(name: str, column: str, where: str) -> Index:
    """An index of the few lines for which a condition holds."""
    return Index(f"ix_staged_rows_{name}", column, postgresql_where=text(where))


class StagedRow(Model):
    """A line of a file as read, with its problems, its outcome and its person."""

    __tablename__ = "staged_rows"
    __table_args__ = (
        # With the outcome, which is counted for many batches at once.
        Index("ix_staged_rows_batch", "batch_id", "id", postgresql_include=["outcome"]),
        _of_some("doubtful", "authority", "outcome = 'possible'"),
        _of_some(
            "left_over",
            "authority",
            "outcome IN ('possible', 'invalid', 'out-of-area')",
        ),
        _of_some("restricted", "authority", "restricted"),
        _of_some("hidden", "person_id", "hidden IS NOT NULL"),
    )

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    authority: Mapped[AuthorityCode]
    file: Mapped[str]
    line: Mapped[int]
    raw: Mapped[dict[str, str]] = mapped_column(JSONB)
    # What ``raw`` is without: special category data, and what an answer No hid.
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    hidden: Mapped[bytes | None] = mapped_column(LargeBinary)
    restricted: Mapped[bool]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    outcome: Mapped[str | None]
    reasons: Mapped[list[str]] = mapped_column(JSONB, default=list)
    score: Mapped[float | None]
    expected_error: Mapped[float | None]  # chance that the match is wrong
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    same_as: Mapped[int | None] = mapped_column(BigInteger)
    decided_by: Mapped[str | None]

    @property
    def is_sealed_whole(self) -> bool:
        """Whether all of its cells are sealed."""
        return self.sealed is not None and not self.raw


#: The cells of lines that are encrypted.
SEALED_CELLS = SealedColumn("staged_rows", "sealed", quickly=True, length=512)


def cells_of(row: StagedRow) -> dict[str, str]:
    """All cells of a line, also those that are not shown. Raises NotOpened."""
    return _with_sealed(row.id, row.raw, row.sealed)


def _with_sealed(
    number: int, raw: dict[str, str], sealed: bytes | None
) -> dict[str, str]:
    if sealed is None:
        return raw
    plain = SEALED_CELLS.decrypt(installation.keys(), bytes(sealed), row=number)
    return {**raw, **orjson.loads(plain)}


@dataclass(slots=True)
class Line:
    """A staged row during matching, with only the columns that matching needs."""

    id: int
    line: int
    raw: Mapping[str, str]
    restricted: bool
    outcome: str | None
    person: int | None
    same_as: int | None
    file: str = ""
    place: int = -1  # its place among all lines of its batch


def batch(number: int, *, within: Scope) -> ImportBatch | None:
    """The batch with that number, or None where it is outside the scope."""
    return base.of_number(ImportBatch, number, within.authorities)


def batches(*, within: Scope) -> Sequence[ImportBatch]:
    """Every batch, the newest first."""
    return base.every(
        select(ImportBatch)
        .where(ImportBatch.authority.in_(within.authorities))
        .order_by(ImportBatch.id.desc())
    )


def same_bytes(
    authority: str, feed: str, sha256: str, earlier: str
) -> Sequence[ImportBatch]:
    """Batches of the same bytes, the newest first, by their digest or the ``earlier``
    one. Waits for any transaction that is receiving the same bytes at this moment.
    """
    base.wait_for(f"file {sha256}")
    return base.every(
        select(ImportBatch)
        .where(
            ImportBatch.authority == authority,
            ImportBatch.feed == feed,
            ImportBatch.sha256.in_([sha256, earlier]),
        )
        .order_by(ImportBatch.id.desc())
    )


def invalid_by_itself(batch: int) -> int:
    """The number of lines that are invalid by themselves, whatever is on record."""
    return base.number(
        "SELECT count(*) FROM staged_rows WHERE batch_id = :batch"
        ' AND outcome = :invalid AND NOT problems @> \'[{"by": "records"}]\'',
        {"batch": batch, "invalid": str(Outcome.INVALID)},
    )


def last_applied(before: ImportBatch) -> ImportBatch | None:
    """The newest other applied batch of the same feed and sender, or None.

    A complete list is compared with the last complete one, if there is one. A file
    without a sender is compared with other files without a sender.
    """
    same_sender = (
        ImportBatch.sender.is_(None)
        if before.sender is None
        else ImportBatch.sender == before.sender
    )
    return base.first(
        select(ImportBatch)
        .where(
            ImportBatch.authority == before.authority,
            ImportBatch.feed == before.feed,
            ImportBatch.status == Status.APPLIED,
            same_sender,
            ImportBatch.id != before.id,
        )
        .order_by(
            (ImportBatch.complete == before.complete).desc(),
            ImportBatch.as_at.desc(),
            ImportBatch.id.desc(),
        )
    )


def records_from_sender(batch: ImportBatch) -> set[int]:
    """The records with evidence from any applied batch of the same feed and sender."""
    return base.distinct(
        "SELECT DISTINCT e.person_id FROM import_batches b"
        " JOIN entries n ON n.batch_id = b.id AND n.withdrawn_at IS NULL"
        " JOIN evidence e ON e.entry_id = n.id"
        " WHERE b.authority = %s AND b.feed = %s AND b.sender = %s",
        batch.authority,
        batch.feed,
        Jsonb(batch.sender),
    )


def stage(
    batch_id: int,
    authority: str,
    rows: Iterable[tuple[Any, ...]],
    *,
    sealed_cells: Callable[[Mapping[str, str]], Collection[str]] | None = None,
) -> int:
    """Stores (file, line, raw, restricted, problems, outcome) rows of a batch.

    ``sealed_cells`` names the cells of a row that are stored encrypted.
    """
    of = (batch_id, authority)
    apart: dict[int, dict[str, str]] = {}

    def open_cells(place: int, raw: dict[str, str]) -> Jsonb:
        names = sealed_cells(raw) if sealed_cells is not None else ()
        if names:
            apart[place] = {name: raw[name] for name in names}
            raw = {name: text for name, text in raw.items() if name not in names}
        return Jsonb(raw)

    staged = base.copy_into(
        "staged_rows (batch_id, authority, file, line, raw, restricted, problems,"
        " outcome, reasons, candidates)",
        (
            (
                *(*of, file, line, open_cells(place, raw), restricted),
                *(Jsonb(problems), outcome, *_NONE),
            )
            for place, (file, line, raw, restricted, problems, outcome) in enumerate(
                rows
            )
        ),
    )
    _seal(batch_id, apart)
    return staged


def _seal(batch_id: int, apart: Mapping[int, dict[str, str]]) -> None:
    """Stores the sealed cells of the lines at these places of a batch."""
    if not apart:
        return
    keys = installation.keys()
    numbers = base.column(
        "SELECT id FROM staged_rows WHERE batch_id = %s ORDER BY id", batch_id
    )
    rows = (
        (
            numbers[place],
            SEALED_CELLS.encrypt(keys, orjson.dumps(it), row=numbers[place]),
        )
        for place, it in apart.items()
    )
    with base.temporary("sealed_of_lines", "id bigint, sealed bytea", rows):
        base.run(
            "UPDATE staged_rows s SET sealed = o.sealed"
            " FROM sealed_of_lines o WHERE s.id = o.id"
        )


#: Neither reasons nor candidates.
_NONE = (Jsonb([]), Jsonb([]))


def lines(batch_id: int) -> Iterator[Line]:
    """The lines of a batch in the order of its files, with all of their cells."""
    rows = base.stream(
        "SELECT id, line, raw, restricted, outcome, person_id, same_as, file, sealed"
        " FROM staged_rows WHERE batch_id = %s ORDER BY id",
        batch_id,
    )
    for place, (number, line, raw, *of_line, sealed) in enumerate(rows):
        cells = _with_sealed(number, raw, sealed)
        yield Line(*[number, line, cells, *of_line, place])


def usable_lines(batch_id: int) -> list[Line]:
    """The lines of a batch that can become evidence, in the order of its files.

    A line whose contents were disposed of is none of them.
    """
    return [line for line in lines(batch_id) if line.outcome in USABLE and line.raw]


def lines_without_evidence(batch_id: int) -> set[int]:
    """Lines of a batch whose record has no evidence any more.

    Lines that an officer decided are left out.
    """
    return base.distinct(
        "SELECT s.id FROM staged_rows s JOIN people p ON p.id = s.person_id"
        " WHERE s.batch_id = %s AND s.decided_by IS NULL"
        " AND NOT p.live AND p.merged_into IS NULL",
        batch_id,
    )


def row(number: int, *, within: Scope) -> StagedRow | None:
    """One line by its number, or None where it is outside the scope."""
    return base.of_number(StagedRow, number, within.authorities)


def outcomes(batch_id: int) -> dict[str, int]:
    """The number of lines of a batch with each outcome."""
    counted = base.execute(
        "SELECT outcome, count(*) AS lines FROM staged_rows"
        " WHERE batch_id = :batch AND outcome IS NOT NULL"
        " GROUP BY outcome ORDER BY outcome",
        {"batch": batch_id},
    )
    return {row.outcome: row.lines for row in counted}


def expected_wrong(batch_id: int) -> tuple[int, float]:
    """The number of lines matched automatically, and of those expected to be wrong."""
    row = base.execute(
        "SELECT count(*) AS lines, coalesce(sum(expected_error), 0) AS wrong"
        " FROM staged_rows WHERE batch_id = :batch AND decided_by IS NULL"
        " AND expected_error IS NOT NULL",
        {"batch": batch_id},
    ).one()
    return row.lines, float(row.wrong)


def problems(batch_id: int) -> list[dict[str, Any]]:
    """Every problem of a batch, in the order of its lines."""
    rows = base.execute(
        "SELECT s.file, p.problem FROM staged_rows s,"
        " jsonb_array_elements(s.problems) WITH ORDINALITY AS p(problem, place)"
        " WHERE s.batch_id = :batch ORDER BY s.id, p.place",
        {"batch": batch_id},
    )
    return [
        {"file": file, **problem} if file else dict(problem) for file, problem in rows
    ]


def totals(*, within: Scope) -> dict[str, int]:
    """The number of lines of all applied batches, by outcome."""
    counted = base.execute(
        "SELECT s.outcome, count(*) AS lines FROM staged_rows s"
        " JOIN import_batches b ON b.id = s.batch_id"
        " WHERE b.status = 'applied' AND s.authority = ANY(:authorities)"
        " AND s.outcome IS NOT NULL GROUP BY s.outcome ORDER BY s.outcome",
        {"authorities": list(within.authorities)},
    )
    return {row.outcome: row.lines for row in counted}
