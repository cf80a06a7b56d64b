"""Work items about one young person: their adviser's, or the team leaders'."""

from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.work import items
from tracker.actions.work.work_kinds import KINDS
from tracker.domain.casework.follow_up import working_days_after

#: So many working days an adviser has to find out what a young person does now.
WITHIN_DAYS = 5


def open_within(
    kind: str,
    why: str,
    person: int,
    *,
    institution: str | None = None,
    due: date | None = None,
    act: Act,
) -> int:
    """Opens an item for the adviser of a person, or for the team leaders if they have
    none who may do it, inside the open transaction. Returns its number, or that of an
    open one just like it. ``due`` is the day, if it is not that of most items. Raises
    Refusal for a person that no list may name.
    """
    of = store.casework.caseloads.adviser_of(person)
    adviser = None if of is None else of[0]
    able = (
        adviser is not None
        and adviser.closed_at is None
        and adviser.may(KINDS[kind].permission)
    )
    return items.open_within(
        kind,
        why,
        person=person,
        institution=institution,
        owner=adviser.id if adviser is not None and able else None,
        due=due or working_days_after(act.on, WITHIN_DAYS),
        within=authority_scope(act.authority),
        act=act,
    )
