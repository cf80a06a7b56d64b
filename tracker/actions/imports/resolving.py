"""Somebody looked at a doubtful line and said whose it is."""

from datetime import date, datetime

from tracker.access import authority_scope
from tracker.actions import positions as derive
from tracker.actions.imports.applying import tell
from tracker.actions.imports.interpreting import meaning_of
from tracker.actions.imports.matching import record_digest
from tracker.extensions import db
from tracker.store import audit, base, evidence, merges, people
from tracker.store.imports import ImportBatch, Line, Outcome, StagedRow, Status


class NotResolvable(Exception):
    """The line does not wait for a decision, or not for this one; the text says why."""


def resolve(
    row: StagedRow,
    *,
    person: int | None,
    by: str,
    at: datetime,
    on: date,
) -> int:
    """Says whose a doubtful line is: ``person``, or somebody new where it is None.

    The candidates that were passed over are remembered as not the same person. If the
    batch is applied already, so is this line, at once. Returns the record's number.
    Raises NotResolvable.
    """
    if row.outcome != Outcome.POSSIBLE:
        raise NotResolvable(
            f"Row {row.id} does not wait for a decision: {row.outcome}."
        )
    scope = authority_scope(row.authority)
    if person is not None:
        found = people.get(person, within=scope)
        if found is None:
            raise NotResolvable(f"There is no young person {person}.")
        person = found.merged_into or found.id
    with base.transaction():
        batch = db.session.get_one(ImportBatch, row.batch_id)
        passed_over = [
            candidate["person"]
            for candidate in row.candidates
            if candidate["person"] != person
        ]
        said = meaning_of(batch, row)
        merges.keep_apart(record_digest(said.identity), passed_over, by)
        if person is None:
            (person,) = people.create(row.authority, 1)
            row.outcome = Outcome.NEW
        else:
            row.outcome = Outcome.NO_CHANGE
        if row.restricted:
            row.outcome = Outcome.RESTRICTED
        row.person_id = person
        row.decided_by = by
        db.session.flush()
        if batch.status == Status.APPLIED:
            _apply_late(batch, row, person, by=by, at=at, on=on)
        audit.write(
            authority=row.authority,
            at=at,
            by=by,
            action="row resolved",
            subject=f"row {row.id}",
            person=person,
            batch=batch.id,
        )
    return person


def _apply_late(
    batch: ImportBatch,
    row: StagedRow,
    person: int,
    *,
    by: str,
    at: datetime,
    on: date,
) -> None:
    entry = evidence.open_entry(
        authority=batch.authority, batch_id=batch.id, source=batch.feed, by=by, at=at
    )
    line = Line(
        id=row.id,
        line=row.line,
        raw=row.raw,
        restricted=row.restricted,
        outcome=row.outcome,
        person=person,
        same_as=None,
        file=row.file,
    )
    fresh = evidence.record(entry, batch.authority, tell(batch, [line]))
    if row.outcome == Outcome.NO_CHANGE and fresh:
        row.outcome = Outcome.UPDATE
    derive.refold({person}, batch.authority, on=on)
