"""Carrying out a disposal as work that a worker does, requested on a page."""

from pathlib import Path

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.law.disposals import carrying_out
from tracker.actions.law.disposals.ledger import Ledger
from tracker.actions.work import tasks
from tracker.keeping import AuditKeys
from tracker.refusal import Refusal
from tracker.store.work.tasks import Task

KIND = "carry out disposal"


def request(number: int, *, ledger: Ledger, act: Act) -> Task:
    """Has a worker carry out a disposal; one that waits already is not doubled."""
    return tasks.request(
        KIND,
        act=act,
        subject=_subject(number),
        disposal=number,
        ledger=str(ledger.file),
        days=ledger.days,
        keys=str(ledger.keys.file),
        keys_given=ledger.keys.is_given,
    )


def newest(number: int, *, within: Scope) -> Task | None:
    """The newest such work for a disposal, None without any."""
    return store.work.tasks.newest(_subject(number), within=within, kind=KIND)


def _subject(number: int) -> str:
    return f"disposal {number}"


@tasks.kind(KIND)
def _carry_out(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    given = task.arguments
    keys = AuditKeys(Path(given["keys"]), is_given=given["keys_given"])
    try:
        done = carrying_out.carry_out(
            given["disposal"],
            ledger=Ledger(Path(given["ledger"]), keys, given["days"]),
            within=authority_scope(task.authority),
            act=act,
            say=say,
        )
    except Refusal as error:
        raise tasks.Failed(str(error)) from error
    return {"people": done.people_done}
