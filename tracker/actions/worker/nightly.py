"""The nightly run: positions of the new day, leavers, and deletion of what is old.

A clock may jump ahead and come back. So a night deletes only what the night before
already found too old, and nothing where the clocks of this machine and of the database
differ; and a day that was made ahead is made again when it comes.

See decision 0056.
"""

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker import store
from tracker.access import authority_scope
from tracker.actions.accounts import kept_forms
from tracker.actions.accounts.audit import sealing
from tracker.actions.accounts.review import confirming
from tracker.actions.act import Act
from tracker.actions.casework import rounds
from tracker.actions.casework.not_known import kept_list
from tracker.actions.history import positions
from tracker.actions.intake import late_restrictions, out_of_area
from tracker.actions.intake.consequences import while_listed
from tracker.actions.intake.questions import sixteenth_birthdays
from tracker.actions.intake.uploads import sendings, uploaded_files
from tracker.actions.law.disposals import due_items, hiding_numbers
from tracker.actions.leavers import destinations, own_leavers
from tracker.actions.nccis_return.answers import answer_lists, mended
from tracker.actions.nccis_return.parallel_run import run_comparison
from tracker.actions.work import account_items, tasks
from tracker.actions.year import cohort_ledgers, guarantee_lists
from tracker.keeping import AuditKeys
from tracker.store.history.leaving import Stage
from tracker.store.work.tasks import State, Task

NEW_DAY = "new day"
#: The name that stands for the user of work that starts by itself each night.
CLOCK = "the clock"

#: The argument of a day that was requested while the clocks differed.
_WHILE_CLOCKS_DIFFERED = "clocks_differ"
_LOG = logging.getLogger(__name__)

_JOBS_KEPT = timedelta(days=30)
#: The night before was at least so long ago.
_A_NIGHT = timedelta(hours=12)
#: Clocks further apart are wrong, and nothing is deleted by them.
MOST_APART = timedelta(hours=1)


def request(
    *,
    at: datetime,
    on: date,
    uploads: Path | None = None,
    database_at: datetime | None = None,
    audit_key_file: Path | None = None,
) -> list[Task]:
    """Requests the new day for every authority without it, and again after a failure.

    ``uploads`` is the folder in which files uploaded on pages wait to be received.
    ``database_at`` is the moment by the database's clock: the days that are requested
    while it differs delete nothing. Without ``audit_key_file``, the file of the
    audit's keys, its old months stay.
    """
    given = {"uploads": uploads, "audit_key_file": audit_key_file}
    where: dict[str, Any] = {
        name: str(path) for name, path in given.items() if path is not None
    }
    apart = abs(database_at - at) if database_at is not None else timedelta()
    if apart > MOST_APART:
        where[_WHILE_CLOCKS_DIFFERED] = True
    authorities = store.database.shown.with_data()
    with store.database.base.transaction():
        store.work.tasks.mark_ahead(
            NEW_DAY, past=_subject(on), after=at + MOST_APART, authorities=authorities
        )
    requested = [
        tasks.request(
            NEW_DAY, act=Act(CLOCK, at, on, authority), subject=_subject(on), **where
        )
        # Also one without young people yet: what its users have typed is cleared up.
        for authority in authorities
        if authority and _owed(_newest(authority, on), at)
    ]
    if requested and apart > MOST_APART:
        _LOG.warning(
            "the clocks of this machine and of the database differ by %s, so nothing "
            "is deleted for its age",
            apart,
        )
    return requested


def is_at_work(authority: str, on: date) -> bool:
    """Whether the new day of an authority has been requested and is not finished."""
    last = _newest(authority, on)
    return last is not None and not last.ended


def _newest(authority: str, on: date) -> Task | None:
    return store.work.tasks.newest(_subject(on), within=authority_scope(authority))


def _subject(on: date) -> str:
    return f"day {on.isoformat()}"


def _owed(last: Task | None, at: datetime) -> bool:
    if last is None:
        return True
    if last.ended and store.work.tasks.AHEAD in last.arguments:
        return True
    return last.state == State.FAILED and not last.failed_just_now(at)


@tasks.kind(NEW_DAY)
def _new_day(task: Task, *, say: tasks.Say, act: Act) -> dict[str, Any]:
    scope = authority_scope(task.authority)
    say("Looking at what has its last day behind it.")
    while_listed.follow_days(task.authority, act=act)
    made = positions.refresh([act.on], within=scope, say=say)
    # Otherwise the first user of the morning would wait for it, and all others behind.
    say("Working out where leavers are.")
    destinations.keep_leavers(
        own_leavers.compared_years(act.on), Stage, as_of=act.on, within=scope
    )
    say("Looking at the accounts to confirm.")
    account_items.refresh(
        confirming.each_night(act=act.by_the_clock), within=scope, act=act
    )
    if fixed := guarantee_lists.fix_by_itself(act=act):
        say(fixed)
    cohort_ledgers.refresh(
        cohort_ledgers.all_of(act.on), within=scope, on=act.on, say=say
    )
    say("Putting those who are not known in order.")
    kept_list.refresh(task.authority, act.on, today=act.on)
    say("Looking at what was mended of what DfE found.")
    mended.refresh(task.authority, act=act)
    say("Looking at restrictions of those who turn 16.")
    sixteenth_birthdays.ask_at_sixteen(within=scope, act=act)
    say("Hiding, showing or erasing what was passed on before an answer No.")
    late_restrictions.follow_choice(within=scope, act=act)
    say("Hiding the pupil numbers of those who turn 20.")
    hiding_numbers.hide(within=scope, act=act)
    say("Looking at what is past its date.")
    due_items.refresh(within=scope, act=act)
    say("Deleting what has been kept for long enough.")
    positions.delete_old(task.authority, on=act.on)
    cohort_ledgers.delete_old(task.authority, on=act.on)
    forgotten, left_lying = _delete_old(task, act=act)
    file = task.arguments.get("audit_key_file")
    if file is not None and not task.arguments.get(_WHILE_CLOCKS_DIFFERED):
        keys = AuditKeys(Path(file), is_given=True)  # never made here
        sealing.delete_old_months(keys=keys, act=act, say=say)
    with store.database.base.transaction():
        store.work.queue.forget_ended(older_than=_JOBS_KEPT)
    return {"made": made, "forgotten": forgotten, "left_lying": left_lying}


def _delete_old(task: Task, *, act: Act) -> tuple[int, int]:
    """Deletes what was already too old in the night before; returns how many lines of
    other authorities, and how many files.
    """
    before = store.work.tasks.night_before(
        NEW_DAY, act.at - _A_NIGHT, within=authority_scope(task.authority)
    )
    if before is None or task.arguments.get(_WHILE_CLOCKS_DIFFERED):
        return 0, 0
    then = before.requested_at
    on = act.on - timedelta(days=max(1, round((act.at - then) / timedelta(days=1))))
    forgotten = out_of_area.purge(act=act, on=on)
    kept_forms.sweep(act=replace(act, at=then, on=on))
    rounds.sweep(act=act)
    run_comparison.forget_old(act.authority, on=on)
    answer_lists.throw_away_old(act=act)
    left_lying = uploaded_files.throw_away_old(at=then)
    left_lying += sendings.throw_away_old(at=then)
    if (folder := task.arguments.get("uploads")) is not None:
        # The files of every authority lie in one folder.
        with store.database.shown.showing_all():
            left_lying += uploaded_files.sweep(Path(folder), at=then)
    return forgotten, left_lying
