"""Disposing again of what a restored backup has brought back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.intake.questions.adults import NO_PLAN
from tracker.actions.law.disposals import carrying_out
from tracker.actions.law.disposals.ledger import (
    CASE,
    ON_PURPOSE,
    RECORD,
    Disposed,
    Ledger,
    LedgerUnusable,
)
from tracker.actions.work.tasks import Say, silent
from tracker.domain.law.cases.clock import day_of
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disposals import old_lines

_LONGEST = 500


@dataclass(slots=True)
class Replayed:
    """What was disposed of again. ``held`` are records with a hold that came later.

    ``begun_at`` and ``newest`` are of the ledger: its beginning and its last disposal.
    """

    begun_at: datetime | None = None
    newest: datetime | None = None
    records: int = 0
    lines: int = 0
    cases: int = 0
    held: int = 0
    done: Counter[str] = field(default_factory=Counter)


def returned(
    disposed: Disposed, *, within: Scope
) -> tuple[dict[int, bool], list[tuple[str, int]]]:
    """The records at hand that were disposed of, each with whether a hold came later;
    and the files whose lines were, by kind of line and number of the batch.
    """
    if not disposed:
        return {}, []
    later = store.law.disposals.legal_holds.newest_of_record(within=within)
    found: dict[int, bool] = {}
    for record, moment in store.law.disposals.past_date.moments(within=within):
        if record in found:
            continue
        at = disposed.since((RECORD, record, moment))
        if at is not None:
            found[record] = record in later and later[record] > at
    files = [
        (kind, batch)
        for batch, digest in store.law.disposals.old_lines.batches(within=within)
        for kind in old_lines.KINDS
        if disposed.since((kind, batch, digest)) is not None
    ]
    return found, files


def why_incomplete(
    ledger: Ledger, disposed: Disposed, *, within: Scope, at: datetime
) -> str | None:
    """The disposal on record that a ledger lacks, in a sentence; None where it has all.

    Those before it was begun on purpose do not count.
    """
    oldest = at - timedelta(days=ledger.days)
    since = max(oldest, disposed.begun_on_purpose or oldest)
    for each in store.law.disposals.disposal_runs.every(within=within):
        if each.begun_at is None or each.begun_at < since:
            continue
        if not (each.people_done or any(each.lines_done.values())):
            continue
        last = each.finished_at or at
        if not any(each.begun_at <= it <= last for it in disposed.moments):
            return (
                f"The ledger {ledger.file} lacks disposal {each.id} of "
                f"{say_date(day_of(each.begun_at))}, which is on record: put the "
                "newest copy of the ledger there."
            )
    return None


def _check(ledger: Ledger, disposed: Disposed, within: Scope, act: Act) -> None:
    """Refuses a ledger that cannot know all that was disposed of. Raises
    LedgerUnusable.
    """
    if disposed.begun_at is None:
        what = (
            f"The ledger {ledger.file} has no disposals of authority {act.authority}"
            if ledger.file.exists()
            else f"There is no ledger of disposals in {ledger.file}"
        )
        raise LedgerUnusable(
            f"{what}: put your copy there, or, if nothing was disposed of, begin it "
            "with flask disposals begin."
        )
    if why := why_incomplete(ledger, disposed, within=within, at=act.at):
        raise LedgerUnusable(why)
    made = store.law.disposals.disposal_runs.restored_from(within=within)
    if (
        made is not None
        and disposed.begun_on_purpose is None
        and (begun := min(day_of(it) for it, _ in disposed.begun)) > made
    ):
        raise LedgerUnusable(
            f"The ledger {ledger.file} was begun on {say_date(begun)}, after the "
            f"backup of {say_date(made)} that was restored: put the ledger from before "
            "it there, "
            "or begin this one with flask disposals begin."
        )


def begin(ledger: Ledger, *, reason: str, within: Scope, act: Act) -> None:
    """Begins a ledger where none can be used, for a reason that the audit keeps.

    Raises Refusal, also where the ledger is complete; LedgerUnusable where it cannot be
    read or written.
    """
    if not reason.strip():
        raise Refusal("Enter the reason.", "reason")
    disposed = ledger.read(act.authority)
    try:
        _check(ledger, disposed, within, act)
    except LedgerUnusable:
        pass
    else:
        raise Refusal(f"The ledger {ledger.file} is complete. It needs no beginning.")
    ledger.begin(act.authority, ON_PURPOSE, at=act.at)
    act.note_alone(
        Action.LEDGER_BEGUN, f"authority {act.authority}", why=reason.strip()[:_LONGEST]
    )


def replay(ledger: Ledger, *, within: Scope, act: Act, say: Say = silent) -> Replayed:
    """Disposes again of everything in the ledger that is back.

    A hold that was placed after the disposal is of a person who was never disposed of,
    since the process was stopped before; it stands. Raises LedgerUnusable, also for a
    ledger that is not there, or lacks what the database has on record.
    """
    disposed = ledger.read(act.authority)
    _check(ledger, disposed, within, act)
    found, files = returned(disposed, within=within)
    result = Replayed(
        begun_at=disposed.begun_at,
        newest=max(disposed.moments, default=None),
        held=sum(found.values()),
    )
    going = [record for record, is_held in found.items() if not is_held]
    say(f"Disposing again of {len(going):,} records ...")
    for start in range(0, len(going), carrying_out.AT_ONCE):
        some = going[start : start + carrying_out.AT_ONCE]
        with store.people.records.changing(act.authority):
            result.done.update(_remove(some, act))
        result.records += len(some)
    cases = [
        case
        for case, moment in store.law.disposals.old_cases.moments(within=within)
        if disposed.since((CASE, case, moment)) is not None
    ]
    with store.people.records.changing(act.authority):
        result.cases = store.law.disposals.old_cases.remove(cases)
    for kind, batch in files:
        with store.people.records.changing(act.authority):
            rows = old_lines.of_batch(kind, batch, adult=NO_PLAN, within=within)
            result.lines += old_lines.empty(rows)
            nameless = old_lines.people_without_evidence(within=within)
            result.done.update(store.law.disposals.removal.remove(nameless))
    with store.database.base.transaction():
        act.note(
            Action.DISPOSAL_REPLAYED,
            f"authority {act.authority}",
            records=result.records,
            lines=result.lines,
            cases=result.cases,
        )
    return result


def _remove(records: Sequence[int], act: Act) -> dict[str, int]:
    """Removes records; one that was merged into theirs only since stands by itself."""
    alone = store.law.disposals.past_date.separate(records)
    done = store.law.disposals.removal.remove(records)
    store.casework.not_known.owed_people.note_everybody(act.authority)
    if alone:
        positions.rebuild(alone, act.authority, on=act.on)
    return done
