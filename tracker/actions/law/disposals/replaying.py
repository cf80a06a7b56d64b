"""Disposing again of what a restored backup has brought back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.intake.questions.adults import NO_PLAN
from tracker.actions.law.disposals import carrying_out
from tracker.actions.law.disposals.ledger import CASE, RECORD, Disposed, Ledger
from tracker.actions.work.tasks import Say, silent
from tracker.store.accounts.audit import Action
from tracker.store.law.disposals import old_lines


@dataclass(slots=True)
class Replayed:
    """What was disposed of again. ``held`` are records with a hold that came later."""

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


def replay(ledger: Ledger, *, within: Scope, act: Act, say: Say = silent) -> Replayed:
    """Disposes again of everything in the ledger that is back.

    A hold that was placed after the disposal is of a person who was never disposed of,
    since the process was stopped before; it stands. Raises LedgerUnusable.
    """
    disposed = ledger.read(act.authority)
    found, files = returned(disposed, within=within)
    result = Replayed(held=sum(found.values()))
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
    if alone:
        positions.rebuild(alone, act.authority, on=act.on)
    return done
