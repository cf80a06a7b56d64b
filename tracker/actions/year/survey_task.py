"""A survey prepared by a worker while a user waits. See decision 0127."""

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.work import tasks
from tracker.actions.year import surveys
from tracker.store.work.tasks import Task

KIND = "prepare survey"


def request(left: int, *, database: str, act: Act) -> Task:
    """Requests the survey of a summer, or returns the task that is preparing it.

    Raises Refusal before 1 November.
    """
    surveys.refuse_before_the_day(left, act.on)
    subject = f"survey {left}"
    scope = authority_scope(act.authority)
    last = store.work.tasks.newest(subject, within=scope, kind=KIND)
    if last is not None and not last.ended:
        return last
    return tasks.request(KIND, act=act, subject=subject, left=left, database=database)


@tasks.kind(KIND)
def _prepare(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    prepared = surveys.prepare(
        task.arguments["left"],
        database=task.arguments["database"],
        act=act,
        say=lambda words: say(words, 1, 2),
    )
    return {"survey": prepared.id, "people": prepared.people}
