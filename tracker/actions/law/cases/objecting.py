"""What an objection or a restriction of processing does, from receipt to its end.

It counts from the day it arrived, before it is decided (UK GDPR article 18(1)(d)). One
to more than research also keeps the young person off every list that leaves the team
(Law D-09, D-10). Whether the monthly return has them is a choice that is signed.
"""

from collections.abc import Sequence

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.people import not_named_outward
from tracker.domain.law.cases.clock import day_of
from tracker.domain.law.objections import LIMITS_SHARING
from tracker.domain.people.naming import Because
from tracker.store.law.cases import Case
from tracker.store.law.objections import ObjectionRow


def begin(case: Case, people: Sequence[int], *, within: Scope, act: Act) -> None:
    """Records the objection of each of these people, in the open transaction."""
    for person in people:
        store.database.base.insert(
            ObjectionRow(
                authority=case.authority,
                person_id=person,
                case_id=case.id,
                against=case.ground,
                begins=day_of(case.received_at),
                made_by=act.by,
                made_at=act.at,
            )
        )
    if case.ground in LIMITS_SHARING:
        for each in store.people.records.records(people, within=within):
            if not each.details.get("withheld"):
                not_named_outward.record(
                    each.id, Because.RESTRICTED_USE, within=within, act=act
                )


def end(case: Case, *, within: Scope, act: Act) -> None:
    """Ends the objections of a case, in the open transaction.

    A young person is named outward again where nothing else keeps them from it.
    """
    about = store.law.objections.end(case.id, act.on)
    bound = store.law.objections.not_to_be_shared(about, act.on)
    free = sorted(about - bound)
    for each in store.people.records.records(free, within=within):
        if each.details.get("withheld_because") == Because.RESTRICTED_USE:
            not_named_outward.lift(each.id, within=within, act=act)
