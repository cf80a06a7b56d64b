"""The snapshot of a month, taken by a worker while a user waits.

See decision 0127.
"""

from functools import partial

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.nccis_return import prepare
from tracker.actions.work import tasks
from tracker.domain.reference.academic_year import Period
from tracker.refusal import Refusal
from tracker.store.work.tasks import Task

KIND = "prepare return"
#: The steps that the task reports.
_OWED, _WRITING = 1, 2


def request(
    period: Period, *, act: Act, database: str, supplier: str, reason: str = ""
) -> Task:
    """Requests a month's snapshot, or returns the task that is already taking it.

    To prepare a frozen month again, a ``reason`` is needed. Raises Refusal with the
    reason.
    """
    reason = " ".join(reason.split())
    if period.first > act.on:
        raise Refusal(
            f"{period.label} has not started, so there is nothing to return for it "
            "yet.",
            "month",
        )
    frozen = store.nccis_return.runs.frozen(act.authority, period.end)
    if frozen is not None and not reason:
        raise Refusal(
            f"{period.label} is signed off. Enter why you are making it again.",
            "reason",
        )
    subject = f"return {period.iso}"
    scope = authority_scope(act.authority)
    last = store.work.tasks.newest(subject, within=scope, kind=KIND)
    if last is not None and not last.ended:
        return last
    return tasks.request(
        KIND,
        act=act,
        subject=subject,
        period=period.iso,
        database=database,
        supplier=supplier,
        reason=reason,
    )


@tasks.kind(KIND)
def _prepare(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    period = Period.parse(task.arguments["period"])
    say(f"Working out where everybody was at the end of {period.label}.", _OWED, 3)
    made = prepare.prepare(
        period,
        database=task.arguments["database"],
        supplier=task.arguments["supplier"],
        act=act,
        rerun=True,
        reason=task.arguments["reason"] or None,
        say=partial(say, done=_WRITING, out_of=3),
    )
    return {"run": made.run.id, "records": made.run.records}
