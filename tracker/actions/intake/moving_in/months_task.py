"""Many months of an earlier system, loaded by a worker while a user waits."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from tracker.actions.act import Act
from tracker.actions.intake import waiting_files
from tracker.actions.intake.moving_in import month_files
from tracker.actions.intake.questions.answers import Answers
from tracker.actions.intake.uploads import saved_files, uploaded_files
from tracker.actions.work import tasks
from tracker.encryption import KeysUnusable, NotOpened
from tracker.feeds.file_reading import Unreadable
from tracker.refusal import Refusal
from tracker.store.work.tasks import Task

KIND = "move in months"


def request(
    sent: Sequence[tuple[str, BinaryIO]],
    *,
    folder: Path,
    although_missing: bool,
    other_authorities: bool,
    act: Act,
) -> Task:
    """Keeps the files, encrypted, until a worker has loaded them.

    ``folder`` is that of uploads. ``although_missing``: they are loaded even if a month
    between them is missing. Raises NotTaken, virus_scanner.NotClean and ScannerSilent,
    and then nothing is kept.
    """
    files = saved_files.all_saved(sent, folder)
    return tasks.request(
        KIND,
        act=act,
        subject=f"months {files[0].parent.name}",
        files=[str(each) for each in files],
        folder=str(folder),
        although_missing=although_missing,
        other_authorities=other_authorities,
    )


@tasks.kind(KIND)
def _load(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    """Loads the months of a task; its files are deleted afterwards."""
    given = task.arguments
    files = [Path(each) for each in given["files"]]
    if not all(each.is_file() for each in files):
        raise tasks.Failed(uploaded_files.GONE)
    made: list[Path] = []
    try:
        say("Looking at the months of the files.")
        opened, made = month_files.unpacked(
            waiting_files.opened(files), folder=Path(given["folder"])
        )
        planned = month_files.plan(opened, authority=act.authority)
        if planned.alarm and not given["although_missing"]:
            raise month_files.NotInOrder(
                f"{planned.alarm} Put that right, or send the files again and tick "
                "that they are to be loaded all the same."
            )
        return month_files.load_in_order(
            planned,
            opened,
            act=act,
            confirm=lambda alarms: False,
            answers=Answers((), bool(given["other_authorities"])),
            say=say,
        ).as_json()
    except (Unreadable, Refusal, NotOpened, KeysUnusable) as refused:
        raise tasks.Failed(str(refused)) from refused
    finally:
        waiting_files.forget([*files, *made])


@tasks.unfinished(KIND)
def _delete(task: Task, act: Act) -> None:
    """Deletes the files of work that was given up: their sender still has them."""
    waiting_files.forget([Path(each) for each in task.arguments["files"]])
