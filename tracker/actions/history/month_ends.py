"""The month ends that the figures of a day are compared with, and their positions.

A few missing positions are made at once. More are left to a worker.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.work import tasks
from tracker.domain.reference.academic_year import Period, periods, say_date
from tracker.store.work.tasks import Task

MONTH_ENDS = "month ends"

#: The positions of up to this many people can be made while a user waits for a page.
FEW = 300
#: This many days are folded in one step; a finished step stays finished.
AT_ONCE = 12


def compared_days(as_of: date) -> list[date]:
    """The day and every month end that its figures are compared with, oldest first.

    They begin in the September of the academic year before, so that they include a
    whole winter and the same month of last year.
    """
    here = Period.of(as_of)
    first = Period(here.academic_year.previous.start, 9)
    ends = [each.end for each in periods(first, here) if each.end <= as_of]
    return sorted({*ends, here.a_year_before.end, as_of})


def make_or_request(
    as_of: date, others: Iterable[date], *, within: Scope, act: Act
) -> Task | None:
    """Has positions made for a day and for the others that are compared with it.

    The day itself is made at once if only a few people lack a position. Anything more
    is requested from a worker, and the task is returned. None means that all positions
    are there. A task that is already waiting is not requested a second time.
    """
    wanted = {as_of, *others}
    owed = wanted - store.history.days.complete_among(wanted, within=within)
    missing = store.history.positions.missing
    if as_of in owed and len(missing(as_of, within=within)) <= FEW:
        positions.refresh([as_of], within=within)
        owed.discard(as_of)
    if not owed:
        return None
    last = store.work.tasks.newest(MONTH_ENDS, within=within, kind=MONTH_ENDS)
    if last is not None and not _again(last, owed, act.at):
        return last
    # The requested day first, then backwards: the user who waits looks at the newest.
    return tasks.request(
        MONTH_ENDS,
        act=act,
        subject=MONTH_ENDS,
        days=[
            each.isoformat()
            for each in sorted(owed, key=lambda day: (day == as_of, day), reverse=True)
        ],
    )


def _again(last: Task, owed: set[date], at: datetime) -> bool:
    if not last.ended:
        return not owed <= set(map(date.fromisoformat, last.arguments["days"]))
    return not last.failed_just_now(at)


@tasks.kind(MONTH_ENDS)
def _make(task: Task, *, say: tasks.Say, act: Act) -> dict[str, Any]:
    wanted = [date.fromisoformat(day) for day in task.arguments["days"]]
    scope = authority_scope(task.authority)
    made = 0
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        newest = say_date(some[0])
        words = f"Working out where everybody was on {newest} and earlier."
        say(words, first, len(wanted))
        made += positions.refresh(some, within=scope)
    return {"made": made}
