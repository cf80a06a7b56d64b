"""Documents of an earlier system, moved in by a worker while a user waits."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

from tracker.actions.act import Act
from tracker.actions.intake import waiting_files
from tracker.actions.intake.moving_in import bring_documents
from tracker.actions.intake.questions.open_questions import Unanswered
from tracker.actions.intake.uploads import saved_files, uploaded_files
from tracker.actions.intake.uploads.saved_files import NotTaken
from tracker.actions.work import tasks
from tracker.encryption import KeysUnusable, NotOpened
from tracker.feeds.file_reading import Unreadable
from tracker.refusal import Refusal
from tracker.store.work.tasks import Task

KIND = "move in documents"

#: A file of a form: its name and its bytes.
Sent = tuple[str, BinaryIO] | None


def request(
    index: Sent,
    files: Sent,
    *,
    folder: Path,
    system: str,
    as_at: date | None,
    although: bool,
    act: Act,
) -> Task:
    """Keeps the index and the ZIP, encrypted, until a worker has moved them in.

    ``folder`` is that of uploads. ``although``: the others are moved in even if files
    are missing, named by no line or not taken. Raises NotTaken,
    virus_scanner.NotClean and ScannerSilent, and then nothing is kept.
    """
    kept: list[Path] = []
    try:
        kept.append(_saved(index, "index", folder))
        kept.append(_saved(files, "files", folder))
        if as_at is None or as_at > act.on:
            raise NotTaken("Enter the day of the export.", "as_at")
        if not system.strip():
            raise NotTaken("Enter the name of the system.", "system")
    except BaseException:
        waiting_files.forget(kept)
        raise
    return tasks.request(
        KIND,
        act=act,
        subject=f"documents {kept[0].parent.name}",
        files=[str(each) for each in kept],
        system=system,
        as_at=as_at.isoformat(),
        although=although,
    )


_MISSING = {"index": "Select the index.", "files": "Select the ZIP of the documents."}


def _saved(sent: Sent, field: str, folder: Path) -> Path:
    if sent is None:
        raise NotTaken(_MISSING[field], field)
    return saved_files.saved(*sent, folder)


@tasks.kind(KIND)
def _bring(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    """Moves in the documents of a task; its files are deleted afterwards.

    The result has numbers of lines and no name of a file, as it is kept.
    """
    given = task.arguments
    files = [Path(each) for each in given["files"]]
    if not all(each.is_file() for each in files):
        raise tasks.Failed(uploaded_files.GONE)
    try:
        brought = bring_documents.bring(
            *files,
            institution=given["system"],
            as_at=date.fromisoformat(given["as_at"]),
            act=act,
            confirm=lambda check: bool(given["although"]),
            confirm_batch=lambda alarms: False,
            say=say,
            place=waiting_files.opened(files),
        )
    except (Unreadable, Refusal, Unanswered, NotOpened, KeysUnusable) as refused:
        raise tasks.Failed(str(refused)) from refused
    finally:
        waiting_files.forget(files)
    loaded = brought.loaded
    return {
        "alarms": brought.check.alarms,
        "batch": loaded.batch.id if loaded else None,
        "applied": loaded is not None and loaded.applied,
        "lines": loaded.batch.rows if loaded else 0,
        "kept": brought.kept,
        "documents": brought.documents,
    }


@tasks.unfinished(KIND)
def _delete(task: Task, act: Act) -> None:
    """Deletes the files of work that was given up: their sender still has them."""
    waiting_files.forget([Path(each) for each in task.arguments["files"]])
