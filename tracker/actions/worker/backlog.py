"""What a large file leaves to be made, made by a worker before a page asks for it.

A file about many people throws away their positions on other days, and their leavers'
rows, rather than keep its sender waiting. The worker finds them owed and makes them.

See decision 0108.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.history import positions
from tracker.actions.leavers import destinations, own_leavers
from tracker.actions.work import tasks
from tracker.actions.worker import nightly
from tracker.domain.reference.academic_year import Period
from tracker.store.history.leaving import Stage, may_have_left
from tracker.store.work.tasks import Task

CATCHING_UP = "catching up"

#: The month ends of so many days are made; older ones when somebody asks for them.
_RECENT = timedelta(days=62)
#: The leavers among so many people can be found while somebody waits for a page.
FEW = 1000
#: While several files come one after the other, it is made once for all of them.
_CALM = timedelta(minutes=1)


def ask(*, at: datetime, on: date, by: str) -> list[Task]:
    """Requests it for every authority that has something owed and no such work.

    A new day that is being made makes all of it.
    """
    return [
        tasks.ask(CATCHING_UP, authority=authority, by=by, at=at, subject=CATCHING_UP)
        for authority in store.people.records.authorities()
        if not nightly.is_at_work(authority, on)
        and _is_free(authority, at)
        and (owed_days(authority, on=on) or _owes_leavers(authority, on=on))
    ]


def leavers_ready(
    years: Sequence[int],
    stages: Iterable[Stage],
    *,
    on: date,
    within: Scope,
    by: str,
    at: datetime,
) -> Task | None:
    """Sees to it that leavers can be shown as at a day, whoever looks.

    None says that they can, at once or nearly. Where many people have to be looked at
    the work is requested, and its task returned. What is being done is asked for once.
    """
    wanted = [(year, stage) for stage in stages for year in years]
    owed = destinations.owed_of(wanted, as_of=on, within=within)
    (authority,) = within.authorities
    everybody = authority_scope(authority)
    if not owed or len(may_have_left(owed, within=everybody)) <= FEW:
        return None
    last = store.work.tasks.newest(CATCHING_UP, within=everybody)
    if last is not None and not last.ended:
        return last
    return tasks.ask(
        CATCHING_UP,
        authority=authority,
        by=by,
        at=at,
        subject=CATCHING_UP,
        years=sorted(years),
    )


def _is_free(authority: str, at: datetime) -> bool:
    last = store.work.tasks.newest(CATCHING_UP, within=authority_scope(authority))
    return last is None or (last.ended_at is not None and last.ended_at + _CALM <= at)


def owed_days(authority: str, *, on: date) -> list[date]:
    """This day and recent month ends that are kept, but not of everybody any more."""
    recent = [
        day
        for day in store.history.days.kept(authority)
        if day == on or (day == Period.of(day).end and on - _RECENT < day < on)
    ]
    complete = store.history.days.complete_among(
        recent, within=authority_scope(authority)
    )
    return [day for day in recent if day not in complete]


def _owes_leavers(authority: str, *, on: date) -> bool:
    """Whether leaving years that are shown have lost some of their leavers."""
    shown = own_leavers.compared(on)
    kept = [
        each for each in store.history.leaver_rows.kept(authority) if each.left in shown
    ]
    return any(not each.complete for each in kept) and all(
        each.as_of <= on for each in kept
    )


@tasks.kind(CATCHING_UP)
def _catch_up(task: Task, *, say: tasks.Say, at: datetime, on: date) -> dict[str, Any]:
    scope = authority_scope(task.authority)
    made = 0
    if owed := owed_days(task.authority, on=on):
        made = positions.refresh(owed, within=scope, say=say)
    if "years" in task.arguments or _owes_leavers(task.authority, on=on):
        say("Working out where leavers are.")
        years = {*own_leavers.compared(on), *task.arguments.get("years", ())}
        destinations.keep_all(sorted(years), Stage, as_of=on, within=scope)
    return {"made": made}
