"""The positions and leavers that a large file marks stale, rebuilt by a worker.

A file about many people deletes their positions on other days, and their leavers' rows,
so that its sender need not wait. The worker finds what is missing and makes it again,
before a page needs it.

See decision 0108.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.leavers import destinations, own_leavers
from tracker.actions.work import tasks
from tracker.actions.worker import nightly
from tracker.domain.reference.academic_year import Period
from tracker.store.history.leaving import Stage, may_have_left
from tracker.store.work.tasks import Task

CATCHING_UP = "catching up"

#: Month ends no older than this are rebuilt; older ones when a user wants to see them.
_RECENT = timedelta(days=62)
#: The leavers among this many people can be found while a user waits for a page.
FEW = 1000
#: If several files arrive one after the other, the work is done once for all of them.
_CALM = timedelta(minutes=1)


def request(*, at: datetime, on: date) -> list[Task]:
    """Requests the work for every authority that lacks something and has no such task.

    An authority whose nightly run is under way is left out, because that run makes
    everything.
    """
    return [
        tasks.request(
            CATCHING_UP, act=Act(nightly.CLOCK, at, on, authority), subject=CATCHING_UP
        )
        for authority in store.people.records.authorities()
        if not nightly.is_at_work(authority, on)
        and _is_free(authority, at)
        and (owed_days(authority, on=on) or _owes_leavers(authority, on=on))
    ]


def request_leavers(
    years: Sequence[int], stages: Iterable[Stage], *, act: Act, within: Scope
) -> Task | None:
    """Has the leavers of these years made as at a day, for every user of the authority.

    None means that a page can show them now or almost at once. If many people have to
    be checked, the work is requested and its task returned. While such a task has not
    ended, that task is returned and no second one is requested.
    """
    wanted = [(year, stage) for stage in stages for year in years]
    owed = destinations.missing_years(wanted, as_of=act.on, within=within)
    everybody = authority_scope(act.authority)
    if not owed or len(may_have_left(owed, within=everybody)) <= FEW:
        return None
    last = store.work.tasks.newest(CATCHING_UP, within=everybody)
    if last is not None and not last.ended:
        return last
    return tasks.request(CATCHING_UP, act=act, subject=CATCHING_UP, years=sorted(years))


def _is_free(authority: str, at: datetime) -> bool:
    last = store.work.tasks.newest(CATCHING_UP, within=authority_scope(authority))
    return last is None or (last.ended_at is not None and last.ended_at + _CALM <= at)


def owed_days(authority: str, *, on: date) -> list[date]:
    """This day and recent month ends, if they are kept but lack some positions."""
    recent = [
        day
        for day in store.history.days.kept(authority)
        if day == on or (day == Period.of(day).end and on - _RECENT < day < on)
    ]
    scope = authority_scope(authority)
    complete = store.history.days.complete_among(recent, within=scope)
    return [day for day in recent if day not in complete]


def _owes_leavers(authority: str, *, on: date) -> bool:
    """Whether a leaving year that pages show has lost some of its leavers."""
    shown = own_leavers.compared_years(on)
    kept = [
        each for each in store.history.leaver_rows.kept(authority) if each.left in shown
    ]
    return any(not each.complete for each in kept) and all(
        each.as_of <= on for each in kept
    )


@tasks.kind(CATCHING_UP)
def _catch_up(task: Task, *, say: tasks.Say, act: Act) -> dict[str, Any]:
    scope = authority_scope(task.authority)
    made = 0
    if owed := owed_days(task.authority, on=act.on):
        made = positions.refresh(owed, within=scope, say=say)
    if "years" in task.arguments or _owes_leavers(task.authority, on=act.on):
        say("Working out where leavers are.")
        years = {*own_leavers.compared_years(act.on), *task.arguments.get("years", ())}
        destinations.keep_leavers(sorted(years), Stage, as_of=act.on, within=scope)
    return {"made": made}
