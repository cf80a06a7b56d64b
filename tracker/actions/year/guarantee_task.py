"""A long list of the September Guarantee, fixed and taken back by a worker.

Both make the positions of everyone on it again, which takes a minute in a large
authority. See decision 0127.
"""

from typing import Any

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.work import tasks
from tracker.actions.year import guarantee_lists
from tracker.refusal import Refusal
from tracker.store.work.tasks import Task

KIND = "guarantee list"
#: A list of up to this many people is fixed or taken back while a user waits.
FEW = 300


def fix(september: int, *, act: Act) -> Task | None:
    """Fixes a list, or has a worker do it: then the task, else None.

    Raises Refusal as ``guarantee_lists.fix`` does.
    """
    proposed = guarantee_lists.preview(september, act=act)
    standing = guarantee_lists.fixed_by(september, act.authority)
    if standing is not None or proposed.listed.total() <= FEW:
        guarantee_lists.fix(september, act=act)
        return None
    return _request(september, act, entry=None)


def take_back(september: int, *, entry: int, act: Act) -> Task | None:
    """Takes a list back, or has a worker do it: then the task, else None.

    ``entry`` is the one that the user saw. Raises Refusal as
    ``guarantee_lists.take_back`` does.
    """
    standing = guarantee_lists.fixed_by(september, act.authority)
    if (
        standing is None
        or standing.id != entry
        or len(store.history.guarantee_lists.people(entry)) <= FEW
    ):
        guarantee_lists.take_back(september, entry=entry, act=act)
        return None
    return _request(september, act, entry=entry)


def last(september: int, *, act: Act) -> Task | None:
    """The task of a list that is not done, or that failed within the hour."""
    task = _newest(september, act)
    if task is None or (task.ended and not task.failed_just_now(act.at)):
        return None
    return task


def _newest(september: int, act: Act) -> Task | None:
    return store.work.tasks.newest(
        _subject(september), within=authority_scope(act.authority), kind=KIND
    )


def _request(september: int, act: Act, *, entry: int | None) -> Task:
    """The task, or the one of the first click that has still to be done."""
    before = _newest(september, act)
    if before is not None and not before.ended:
        return before
    return tasks.request(
        KIND, act=act, subject=_subject(september), september=september, entry=entry
    )


def _subject(september: int) -> str:
    return f"guarantee list {september}"


@tasks.kind(KIND)
def _do(task: Task, *, say: tasks.Say, act: Act) -> dict[str, Any]:
    september, entry = task.arguments["september"], task.arguments["entry"]
    try:
        if entry is None:
            say(f"Fixing the list of September {september}.")
            return {"entry": guarantee_lists.fix(september, act=act)}
        say(f"Taking back the list of September {september}.")
        people = guarantee_lists.take_back(september, entry=entry, act=act)
    except Refusal as refusal:
        raise tasks.Failed(str(refusal)) from refusal
    return {"people": people}
