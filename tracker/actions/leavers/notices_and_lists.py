"""Notices of leaving that a later list of the same place contradicts.

The list may be old, or the notice wrong: only the place knows. So the notice, which had
settled itself, becomes a question for the council, whichever of the two came first.
"""

from collections.abc import Mapping, Sequence

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


def listed_later(notices: Mapping[int, Sequence[Notice]]) -> set[int]:
    """Of these young people, each with notices about them, those that a list of the
    same place has there after the last day of a notice.
    """
    resolve = store.institutions.register.directory().resolve
    return {
        person
        for person, evidence in store.history.evidence.histories(notices)
        if any(
            listed_after(
                without_sealed(evidence),
                notice.institution,
                notice.last_day,
                resolve=resolve,
            )
            for notice in notices[person]
        )
    }


@tasks.kind(left_already.KIND)
def _look_again(task: Task, *, say: Say, act: Act) -> Result:
    """Opens the notices, among those given, that a list contradicts now."""
    opened = 0
    with store.people.records.changing(task.authority):
        notices = store.leavers.notices.lock_settled(
            task.arguments["notices"], within=authority_scope(task.authority)
        )
        roots = store.people.records.roots(
            each.person_id for each in notices if each.person_id is not None
        )
        for notice in notices:
            assert notice.person_id is not None
            if listed_later({roots[notice.person_id]: [notice]}):
                notice.state = State.OPEN
                act.note(
                    Action.LEAVING_NOTICE_QUESTIONED,
                    f"notice {notice.id}",
                    institution=notice.institution,
                )
                opened += 1
    return {"opened": opened}
