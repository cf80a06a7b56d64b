"""What a decision to correct needs on the record before the requester is answered.

A case records what was decided. The record is changed by those who may, on the page of
the young person: so its task is given to the data team when the decision is approved,
and the answer is not sent while nothing has changed (UK GDPR article 16).
"""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.work import items
from tracker.domain.law.cases.case_kinds import CORRECTION, REFUSED
from tracker.refusal import Refusal
from tracker.store.law.cases import Case


def request_change(case: Case, reasons: str, *, within: Scope, act: Act) -> None:
    """Gives the data team a task for each record that a decision corrects.

    ``reasons`` are those of the decision. Inside the open transaction.
    """
    if not _corrects(case):
        return
    due = case.due_on if case.due_on is not None and case.due_on >= act.on else None
    why = f"Correct the record, as decided in {case.name}: {' '.join(reasons.split())}"
    for person in store.law.cases.people([case.id], within=within).get(case.id, ()):
        items.open_within(
            "task",
            why[: items.LONGEST_WHY],
            person=person.id,
            role="data-manager",
            due=due,
            within=within,
            act=act,
        )


def check_changed(case: Case, note: str, *, within: Scope) -> None:
    """Raises Refusal for an answer "corrected" while the record is as it was.

    With a ``note`` that says how it was corrected it passes: in a list of contacts, or
    before the request was recorded.
    """
    if not _corrects(case) or note.strip():
        return
    people = store.law.cases.people([case.id], within=within).get(case.id, ())
    changed = store.history.evidence_changes.by_hand_since(
        [person.id for person in people], case.received_at
    )
    if people and not changed:
        raise Refusal(
            "Nothing on the record has been changed since the request was received. "
            "Have it changed first, by “Change” on the page of the young person, or "
            "enter how it was corrected.",
            "note",
        )


def _corrects(case: Case) -> bool:
    return case.kind == CORRECTION and case.outcome not in ("", REFUSED)
