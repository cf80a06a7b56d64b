"""Closing a case: when everything is done, or when it ends before."""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law.cases import correction_notices, objecting, standing
from tracker.actions.law.cases.standing import add, changing
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.wording.counts import counted

#: The event that ends a case.
CLOSED = "closed"


def close(number: int, *, note: str = "", within: Scope, act: Act) -> None:
    """Closes a case. Before its last step a reason is needed, such as a withdrawal.

    An objection that was withdrawn before its decision binds no more. A copy that was
    prepared is deleted. Raises Refusal.
    """
    with changing(number, within=within, act=act) as (case, events):
        now = standing.standing(case, events, now=act.moment)
        if now.left and not note.strip():
            raise Refusal(
                f"“{now.left[0]}” is still to be done. Enter why the case ends before.",
                "note",
            )
        if (unsent := correction_notices.open_in(case)) and not note.strip():
            raise Refusal(
                f"{counted(len(unsent), 'notice')} of the correction "
                f"{'is' if len(unsent) == 1 else 'are'} still to be sent. Enter why "
                "the case ends before.",
                "note",
            )
        add(case, CLOSED, note=note, act=act)
        case.closed_by, case.closed_at = act.by, act.moment
        store.law.subject_copies.forget(case.id)
        if case.ground and not case.outcome:
            objecting.end(case, within=within, act=act)
        act.note(Action.CASE_CLOSED, f"case {case.name}")
