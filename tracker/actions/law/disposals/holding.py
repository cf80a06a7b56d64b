"""Legal holds, placed and released: a hold stops every disposal of a person."""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disposals.legal_holds import LegalHold

_LONGEST = 2000


def place(
    person: int, *, reason: str, case: str = "", within: Scope, act: Act
) -> LegalHold:
    """Places a hold on a person, with the reason and the case that needs it, if any.

    It holds for every record of the person, also of a later merge. Raises Refusal.
    """
    reason = _written(reason, "Enter why the record is kept")
    with store.people.records.changing(act.authority):
        found = store.people.records.get(person, within=within)
        if found is None:
            raise Refusal(f"There is no young person {person}.", "person")
        opened = store.law.cases.by_name(case, within=within) if case else None
        if case and opened is None:
            raise Refusal(f"There is no case {case}.", "case")
        hold = LegalHold(
            authority=act.authority,
            person_id=found.id,
            case_id=opened.id if opened is not None else None,
            reason=reason,
            placed_by=act.by,
            placed_at=act.at,
        )
        store.database.base.insert(hold)
        act.note(Action.HOLD_PLACED, f"person {found.id}", hold=hold.id, case=case)
    return hold


def release(number: int, *, reason: str, within: Scope, act: Act) -> LegalHold:
    """Releases a hold, with the reason. Raises Refusal."""
    reason = _written(reason, "Enter why the hold is released")
    with store.people.records.changing(act.authority):
        hold = store.law.disposals.legal_holds.get(number, within=within)
        if hold is None:
            raise Refusal(f"There is no hold {number}.")
        if hold.released_at is not None:
            raise Refusal(f"Hold {number} has been released already.")
        hold.released_by, hold.released_at = act.by, act.at
        hold.released_because = reason
        act.note(Action.HOLD_RELEASED, f"person {hold.person_id}", hold=hold.id)
    return hold


def _written(reason: str, wanted: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST:
        raise Refusal(f"{wanted}, in {_LONGEST:,} characters or fewer.", "reason")
    return reason
