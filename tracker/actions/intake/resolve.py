"""An officer's decision about a doubtful line: which person it is about."""

from collections import defaultdict

from tracker import feeds, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.apply import absent
from tracker.actions.intake.consequences import line_evidence, phase_transfers
from tracker.actions.intake.consequences.line_evidence import evidence_of
from tracker.actions.intake.interpret import meaning_of
from tracker.actions.intake.matching.match import (
    lacking,
    lead_authority,
    put_in_tray,
    record_digest,
    why_elsewhere,
)
from tracker.actions.intake.moving_in import (
    moved_contacts,
    moved_documents,
    own_numbers,
)
from tracker.actions.intake.questions import (
    confidential_lines,
    door,
    left_already,
    next_steps,
    sixteenth_birthdays,
)
from tracker.actions.intake.signals import signal_items
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.extensions import db
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import (
    ImportBatch,
    Line,
    Outcome,
    StagedRow,
    Status,
)
from tracker.store.people.identity_questions import Kind


def resolve(row: StagedRow, *, person: int | None, act: Act) -> int | None:
    """Decides whose a doubtful line is: ``person``'s, or a new person's if it is None.

    The candidates that were passed over are stored as different people. If the batch is
    applied already, the line is applied at once. Returns the record's number, or None
    if a new person lives in another authority's area; the line is then kept as out of
    area. None is returned too for a signal that is about no record. Raises Refusal with
    the reason.
    """
    if person is not None:
        found = by_hand.known_person(person, within=authority_scope(row.authority))
        person = found.merged_into or found.id
    with store.people.records.changing(row.authority):
        db.session.refresh(row)
        batch = db.session.get_one(ImportBatch, row.batch_id)
        if signal_items.is_signal(batch):
            signal_items.decide(row, batch, person=person, act=act)
            return person
        if row.outcome != Outcome.POSSIBLE:
            raise Refusal(f"Row {row.id} is not waiting for a decision: {row.outcome}.")
        passed_over = [
            each["person"] for each in row.candidates if each["person"] != person
        ]
        meaning = meaning_of(batch, row)
        missing = lacking(meaning.identity)
        if person is None and missing is not None:
            raise Refusal(
                f"Row {row.id} gives no {missing}, so no new record can be made from "
                "it."
            )
        if person is None and own_numbers.makes_no_record(batch.feed, meaning):
            raise Refusal(
                f"Row {row.id} is of a list that makes no record. Choose the young "
                "person that it is about, or leave it."
            )
        store.people.merges.exclude(
            record_digest(meaning.identity), passed_over, act.by
        )
        lead = _lives_elsewhere(row, meaning.identity) if person is None else None
        if lead is not None:
            put_in_tray(row.authority, {row.id: lead}, on=act.on)
            row.outcome = Outcome.OUT_OF_AREA
            row.reasons = [*row.reasons, why_elsewhere(row.raw, lead)]
        elif person is None:
            (person,) = store.people.records.create(row.authority, 1)
            row.outcome = Outcome.NEW
        else:
            door.narrow(batch, [(_line(row), meaning, [person])])
            # Reads what the door has left of it, and forgets what was not yet stored.
            db.session.refresh(row)
            row.outcome = Outcome.NO_CHANGE
        if row.restricted and lead is None:
            row.outcome = Outcome.RESTRICTED
        row.person_id = person
        row.decided_by = act.by
        db.session.flush()
        if batch.status == Status.APPLIED and person is not None:
            _apply_late(batch, row, person, act=act)
        # It may have waited closed, as perhaps about one whose address is confidential.
        if person is not None:
            confidential_lines.settle([person])
        act.note(Action.ROW_DECIDED, f"row {row.id}", person=person, batch=batch.id)
    return person


def sharing(row: StagedRow, person: int) -> list[tuple[int, str]]:
    """Other people with a number that a decided line gives: (person, kind of number).

    Two records with one ULN may well be one person, or one of them has a slip.
    """
    batch = db.session.get_one(ImportBatch, row.batch_id)
    who = meaning_of(batch, row).identity
    return store.people.doubtful_lines.sharing(
        who, person, within=authority_scope(row.authority)
    )


def sharing_warning(shared: list[tuple[int, str]], person: int) -> str:
    """A warning about those who share a number; empty if no number is shared."""
    if not shared:
        return ""
    kinds: dict[int, list[str]] = defaultdict(list)
    for other, kind in shared:
        kinds[other].append(kind)
    found = "; ".join(
        f"young person {other} has the same {' and '.join(named)}"
        for other, named in kinds.items()
    )
    return (
        f"{found[0].upper()}{found[1:]}. If they are the same person, merge them with "
        f"{person}; if not, ask whose number it is."
    )


def reopen(row: StagedRow, *, act: Act) -> None:
    """Undoes an officer's decision about a doubtful line: it waits again.

    Raises refusal.Refusal for a line that was not decided, and for one that was applied
    together with others, because then its batch has to be withdrawn first.
    """
    with store.people.records.changing(row.authority):
        db.session.refresh(row)
        batch = db.session.get_one(ImportBatch, row.batch_id)
        if signal_items.is_signal(batch):
            signal_items.reopen(row, act=act)
            return
        if row.decided_by is None:
            raise Refusal(f"Row {row.id} has not been decided.")
        if not store.history.evidence_changes.withdraw_row(
            row.id, by=act.by, at=act.at
        ):
            raise Refusal(
                f"Row {row.id} was applied with the rest of batch {row.batch_id}: "
                f"withdraw that, reopen the row, and apply it again."
            )
        moved_contacts.withdraw(batch, at=act.at)
        moved_documents.withdraw(batch, at=act.at)
        store.people.merges.withdraw(record_digest(meaning_of(batch, row).identity))
        person, row.person_id, row.decided_by = row.person_id, None, None
        if row.outcome == Outcome.OUT_OF_AREA:
            row.reasons = row.reasons[:-1]  # the reason for out of area
        row.outcome = Outcome.POSSIBLE
        store.intake.tray.take_out([row.id])
        db.session.flush()
        if person is not None:
            roots = store.people.records.persons_of([person])
            _refold(roots, batch, act)
            next_steps.close(batch, roots)
            if batch.status == Status.APPLIED:
                _ask_again(batch, roots)
        confidential_lines.close()
        act.note(Action.ROW_REOPENED, f"row {row.id}", batch=row.batch_id)


def _ask_again(batch: ImportBatch, persons: set[int]) -> None:
    """Raises a question about each person who is missing from a complete roll again."""
    records = store.history.evidence_changes.records_of(batch.id)
    missing = absent(batch, store.people.records.persons_of(records)) & persons
    store.people.identity_questions.raise_all(
        batch.authority,
        batch.id,
        batch.as_at,
        [(person, Kind.NOT_ON_ROLL) for person in sorted(missing)],
    )


def _lives_elsewhere(row: StagedRow, who: Identity) -> str | None:
    """The other authority that a person belongs to, if there is one."""
    home = feeds.cells.postcodes.authority_of(who.postcode)
    lead = lead_authority(row.raw, home)
    return lead if lead != row.authority else None


def _apply_late(batch: ImportBatch, row: StagedRow, person: int, *, act: Act) -> None:
    evidence = evidence_of(batch, [_line(row, person)])
    fresh = line_evidence.record(batch, evidence, act=act)
    phase_transfers.follow(batch, [_line(row, person)], act=act)
    if FEEDS[batch.feed].gateway == EARLIER_SYSTEM:
        moved_contacts.write(batch, [_line(row, person)], act=act)
        moved_documents.write(batch, [_line(row, person)], act=act)
    store.people.identity_questions.close(batch.id, person, Kind.NOT_ON_ROLL)
    store.people.identity_questions.raise_all(
        batch.authority, batch.id, batch.as_at, next_steps.raised(evidence, {})
    )
    if row.outcome == Outcome.NO_CHANGE and fresh:
        row.outcome = Outcome.UPDATE
    _refold({person}, batch, act)
    left_already.compare_with_notices({person}, subject=f"batch {batch.id}", act=act)


def _refold(persons: set[int], batch: ImportBatch, act: Act) -> None:
    scope = authority_scope(batch.authority)
    with sixteenth_birthdays.followed(persons, within=scope, act=act):
        late_restrictions.refold(persons, batch.authority, on=act.on)


def _line(row: StagedRow, person: int | None = None) -> Line:
    return Line(
        id=row.id,
        line=row.line,
        raw=store.intake.import_batches.cells_of(row),
        restricted=row.restricted,
        outcome=row.outcome,
        person=person,
        same_as=None,
        file=row.file,
    )
