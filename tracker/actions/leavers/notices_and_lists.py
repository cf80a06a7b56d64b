"""Notices of leaving that a later list of the same place contradicts.

The list may be old, or the notice wrong: only the place knows. So the notice, which had
settled itself, becomes a question for the council, whichever of the two came first.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake.questions import left_already
from tracker.actions.work import tasks
from tracker.actions.work.tasks import Result, Say
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.leavers.listed_after import listed_after
from tracker.store.accounts.audit import Action
from tracker.store.leavers.notices import Notice, State
from tracker.store.work.tasks import Task


def listed_later(notices: Collection[tuple[int, Notice]]) -> dict[Notice, date]:
    """Of these notices, each with its young person, those that a list
    of the same place contradicts, with the day of the newest such list.
    """
    resolve = store.institutions.register.directory().resolve
    about = defaultdict(list)
    for person, notice in notices:
        about[person].append(notice)
    found = {}
    for person, evidence in store.history.evidence.histories(about):
        counted = without_sealed(evidence)
        for notice in about[person]:
            place, last_day = notice.institution, notice.last_day
            day = listed_after(counted, place, last_day, resolve=resolve)
            if day is not None:
                found[notice] = day
    return found


@tasks.kind(left_already.KIND)
def _look_again(task: Task, *, say: Say, act: Act) -> Result:
    """Opens the notices, among those given, that a list contradicts now."""
    with store.people.records.changing(task.authority):
        notices = store.leavers.notices.lock_settled(
            task.arguments["notices"], within=authority_scope(task.authority)
        )
        roots = store.people.records.roots(
            each.person_id for each in notices if each.person_id is not None
        )
        contradicted = listed_later(
            [(roots[each.person_id], each) for each in notices if each.person_id]
        )
        for notice in contradicted:
            notice.state = State.OPEN
            act.note(
                Action.LEAVING_NOTICE_QUESTIONED,
                f"notice {notice.id}",
                institution=notice.institution,
            )
    return {"opened": len(contradicted)}
