"""Restrictions on record, by person, and lines with a No that may not be on record."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import select, text

from tracker.access import Scope
from tracker.domain.history.details.restriction_answers import By, How, Restriction
from tracker.domain.history.person import Identity
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.intake.import_batches import (
    ImportBatch,
    Line,
    Outcome,
    StagedRow,
    Status,
    cells_of,
)
from tracker.store.people.records import Person

#: The lines of each batch, each with the people that it is or may be about.
LinesByBatch = dict[ImportBatch, list[tuple[Line, list[int]]]]


def of_people(numbers: Iterable[int]) -> dict[int, tuple[Restriction, ...]]:
    """The restrictions of the people behind these records; others are left out."""
    return {
        number: restrictions_of(stored)
        for number, stored in base.stream(
            "SELECT p.id, r.details->'restrictions' FROM people p"
            " JOIN people r ON r.id = COALESCE(p.merged_into, p.id)"
            " WHERE p.id = ANY(%s) AND r.details ? 'restrictions'",
            list(numbers),
        )
    }


def restrictions_of(stored: Iterable[Sequence[Any]]) -> tuple[Restriction, ...]:
    """The restrictions of a record, from its details as they are stored."""
    return tuple(
        Restriction(
            institution,
            date.fromisoformat(since),
            date.fromisoformat(latest),
            None if by is None else By(by),
            How(how),
            None if ask_from is None else date.fromisoformat(ask_from),
        )
        for institution, since, latest, by, how, ask_from in stored
    )


def everybody(*, within: Scope) -> Iterator[tuple[int, Identity]]:
    """Everybody with a restriction at an institution, with their identity."""
    for person in db.session.scalars(
        select(Person)
        .where(
            Person.authority.in_(base.whole(within)),
            text("details ? 'restrictions'"),
            Person.merged_into.is_(None),
        )
        .execution_options(populate_existing=True)
    ):
        yield person.id, person.identity


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that may say No and is not evidence: cells, person and batch."""

    row: int
    line: int
    raw: Mapping[str, str]
    person: int | None
    batch: ImportBatch


def unsettled(*, within: Scope) -> list[Refusal]:
    """Restricted lines with an agreement cell (``yssa``) that are not evidence.

    Such a line is the only record of its refusal. They are the lines of batches that
    may still be applied. Of applied batches they are the lines that wait for a
    decision, that cannot be used, or that are about young people of other authorities.
    """
    waiting = (Status.RECEIVED, Status.MATCHED)
    rows = db.session.execute(
        select(
            StagedRow.id,
            StagedRow.line,
            StagedRow.raw,
            StagedRow.person_id,
            ImportBatch,
        )
        .join(ImportBatch, ImportBatch.id == StagedRow.batch_id)
        .where(
            StagedRow.authority.in_(base.whole(within)),
            StagedRow.restricted,
            text("staged_rows.raw ? 'yssa'"),
            ImportBatch.status.in_(waiting)
            | (
                (ImportBatch.status == Status.APPLIED)
                & StagedRow.outcome.in_(
                    (Outcome.POSSIBLE, Outcome.INVALID, Outcome.OUT_OF_AREA)
                )
            ),
        )
        .order_by(StagedRow.id)
    )
    return [Refusal(*row) for row in rows]


def evidence_since(since: Mapping[int, date]) -> LinesByBatch:
    """Lines with all of their cells that are evidence of these people, by batch.

    ``since`` holds a day for each person (not a merged record). Only evidence as at
    that day or later counts.
    """
    rows = base.stream(
        "SELECT DISTINCT e.row_id, s.batch_id, w.id"
        " FROM unnest(%s::bigint[], %s::date[]) AS w(id, since)"
        " JOIN people p ON p.id = w.id OR p.merged_into = w.id"
        " JOIN evidence e ON e.person_id = p.id AND e.as_at >= w.since"
        " JOIN staged_rows s ON s.id = e.row_id AND NOT s.restricted"
        " ORDER BY 1",
        list(since),
        list(since.values()),
    )
    return _by_batch([(row, batch, [person]) for row, batch, person in rows])


def lines_of(persons: Collection[int]) -> LinesByBatch:
    """Every line of an applied batch that is about these people, by batch, with the
    record that it is about.
    """
    rows = base.stream(
        "SELECT s.id, s.batch_id, p.id FROM people p"
        " JOIN staged_rows s ON s.person_id = p.id"
        " JOIN import_batches b ON b.id = s.batch_id AND b.status = 'applied'"
        " WHERE p.id = ANY(%s) OR p.merged_into = ANY(%s) ORDER BY s.id",
        list(persons),
        list(persons),
    )
    return _by_batch([(row, batch, [record]) for row, batch, record in rows])


def waiting(authority: str, persons: Collection[int]) -> LinesByBatch:
    """Lines with all of their cells, not evidence, that may be about these people.

    They are given by batch, each with the people among ``persons`` that it is about or
    may be about. Lines of withdrawn batches are left out.
    """
    query = text(
        "SELECT s.id, s.batch_id, c.whose FROM staged_rows s"
        " JOIN import_batches b ON b.id = s.batch_id"
        " CROSS JOIN LATERAL (SELECT array_agg(x) AS whose FROM (SELECT s.person_id x"
        " UNION ALL SELECT (e->>'person')::bigint FROM jsonb_array_elements("
        "s.candidates) e) y WHERE x = ANY(:persons)) c"
        " WHERE s.authority = :authority AND NOT s.restricted AND c.whose IS NOT NULL"
        " AND b.status <> 'withdrawn'"
        " AND (s.outcome = 'possible' OR b.status IN ('received', 'matched'))"
        " ORDER BY s.id"
    )
    rows = db.session.execute(
        query, {"authority": authority, "persons": list(persons)}
    ).all()
    return _by_batch([(row, batch, list(whose)) for row, batch, whose in rows])


def unmatched(authority: str, names: Collection[str]) -> LinesByBatch:
    """Lines with all of their cells, without a live record, with one of these names.

    They are given by batch. They are all such lines of batches received, matched or
    withdrawn. Of applied batches they are the lines that could not be used, are passed
    on to another authority, or wait for a decision.
    """
    unapplied = (Status.RECEIVED, Status.MATCHED, Status.WITHDRAWN)
    batches = base.every(
        select(ImportBatch.id).where(
            ImportBatch.authority == authority, ImportBatch.status.in_(unapplied)
        )
    )
    # A name with a sign of the pattern finds more than the name, never less.
    patterns = [f"%{name.lower()}%" for name in names if name]
    rows = base.stream(
        "SELECT s.id, s.batch_id FROM staged_rows s"
        " LEFT JOIN people p ON p.id = s.person_id"
        f" WHERE (s.batch_id = ANY(%s) OR (s.authority = %s AND {_LEFT_OVER}))"
        " AND NOT s.restricted AND (p.id IS NULL OR NOT p.live)"
        " AND lower(s.raw::text) LIKE ANY(%s::text[]) ORDER BY s.id",
        list(batches),
        authority,
        patterns,
    )
    return _by_batch([(row, batch, []) for row, batch in rows])


#: The condition of ``ix_staged_rows_left_over``: few of the lines of all batches.
_LEFT_OVER = "s.outcome IN ('possible', 'invalid', 'out-of-area')"


_LINE = attrgetter(
    *("id", "line", "raw", "restricted", "outcome", "person_id", "same_as", "file")
)


def _by_batch(rows: Sequence[tuple[int, int, list[int]]]) -> LinesByBatch:
    found: LinesByBatch = {}
    stored = {
        row.id: row
        for row in db.session.scalars(
            select(StagedRow)
            .where(StagedRow.id.in_([row for row, *_ in rows]))
            .execution_options(populate_existing=True)
        )
    }
    for number, batch_id, whose in rows:
        line = Line(*_LINE(stored[number]))
        line.raw = cells_of(stored[number])
        batch = db.session.get_one(ImportBatch, batch_id)
        found.setdefault(batch, []).append((line, whose))
    return found
