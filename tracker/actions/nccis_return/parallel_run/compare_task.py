"""A comparison of returns, made by a worker while a user waits."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from tracker.actions.act import Act
from tracker.actions.intake import waiting_files
from tracker.actions.intake.uploads import saved_files, uploaded_files
from tracker.actions.nccis_return.parallel_run import run_comparison
from tracker.actions.work import tasks
from tracker.domain.reference.academic_year import Period
from tracker.encryption import KeysUnusable, NotOpened
from tracker.feeds.file_reading import Unreadable
from tracker.refusal import Refusal
from tracker.store.work.tasks import Task

KIND = "compare returns"
_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")


def request(
    sent: Sequence[tuple[str, BinaryIO]],
    *,
    month: Period | None,
    database: str,
    folder: Path,
    act: Act,
) -> Task:
    """Keeps their file, encrypted, until a worker has compared it.

    ``folder`` is that of uploads. Raises Refusal for a table without its month,
    NotTaken, virus_scanner.NotClean and ScannerSilent, and then nothing is kept.
    """
    if month is None and any(name.lower().endswith(_TABLES) for name, _ in sent):
        raise Refusal(
            "Choose the month: it is a table, which may not name its own.", "month"
        )
    files = saved_files.all_saved(sent, folder)
    return tasks.request(
        KIND,
        act=act,
        subject=f"comparison {files[0].parent.name}",
        files=[str(each) for each in files],
        period=month.iso if month is not None else None,
        database=database,
    )


@tasks.kind(KIND)
def _compare(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    """Compares the file of a task; it is deleted afterwards, whatever came of it."""
    given = task.arguments
    files = [Path(each) for each in given["files"]]
    if not all(each.is_file() for each in files):
        raise tasks.Failed(uploaded_files.GONE)
    try:
        run = run_comparison.compare(
            waiting_files.opened(files),
            month=Period.parse(given["period"]) if given["period"] else None,
            database=given["database"],
            act=act,
            say=say,
        )
    except (Unreadable, Refusal, NotOpened, KeysUnusable) as refused:
        waiting_files.forget(files)
        raise tasks.Failed(str(refused)) from refused
    waiting_files.forget(files)
    return {"run": run.id, "differences": run.differences}


@tasks.unfinished(KIND)
def _delete(task: Task, act: Act) -> None:
    """Deletes the file of work that was given up: its sender still has it."""
    waiting_files.forget([Path(each) for each in task.arguments["files"]])
