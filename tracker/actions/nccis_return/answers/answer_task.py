"""A list that DfE sent back, loaded by a worker while a user waits."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake import waiting_files
from tracker.actions.intake.uploads import saved_files
from tracker.actions.nccis_return.answers import answer_lists
from tracker.actions.work import tasks
from tracker.encryption import KeysUnusable, NotOpened
from tracker.refusal import Refusal
from tracker.store.nccis_return.return_answers import ReturnAnswer
from tracker.store.nccis_return.runs import ReturnRun
from tracker.store.work.tasks import Task

KIND = "load answer"
#: The task argument with the list that a worker, perhaps then killed, had loaded.
_LOADED = "loaded"


def request(
    run: ReturnRun | None,
    sent: Sequence[tuple[str, BinaryIO]],
    *,
    folder: Path,
    act: Act,
) -> Task:
    """Keeps the file of a list, encrypted, until a worker has loaded it.

    ``folder`` is that of uploads. Raises Refusal for a return that was not sent,
    NotTaken, virus_scanner.NotClean and ScannerSilent, and then nothing is kept.
    """
    answer_lists.check_sent(run)
    (file,) = saved_files.all_saved(sent, folder)
    return _request(file, run, act)


def _request(file: Path, run: ReturnRun | None, act: Act) -> Task:
    return tasks.request(
        KIND,
        act=act,
        subject=f"list {file.parent.name}",
        files=[str(file)],
        run=run.id if run is not None else None,
        **{store.intake.uploads.WAITS: True},
    )


def again(task: Task, run: ReturnRun | None, *, act: Act) -> Task:
    """Has a list that was not loaded tried again, perhaps as the answer to another
    return. Raises Refusal where its file is gone, or that return was not sent.
    """
    if not is_there(task):
        raise Refusal(answer_lists.GONE)
    answer_lists.check_sent(run)
    return _request(_file(task), run, act)


def is_there(task: Task) -> bool:
    """Whether the file of a list that was not loaded is still kept."""
    return _file(task).is_file()


def throw_away(task: Task, *, act: Act) -> None:
    """Deletes the file of a list that was not loaded."""
    waiting_files.forget([_file(task)])
    tasks.dismiss(task, act=act)


def explain(answer: ReturnAnswer, means: Mapping[str, str], *, act: Act) -> Task:
    """Records what the headings of a list mean, and has it loaded. Raises Refusal as
    ``answer_lists.explain``.
    """
    answer_lists.explain(answer, means, act=act)
    return tasks.request(
        KIND,
        act=act,
        subject=f"answer {answer.id}",
        files=[answer.waiting],
        answer=answer.id,
    )


@tasks.kind(KIND)
def _load(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    """Loads the file of a task, or finds that its columns have to be explained.

    The file is deleted once it is loaded. One that is refused stays: another return may
    be the one that it answers.
    """
    given, file = task.arguments, _file(task)
    if (done := given.get(_LOADED)) is not None:
        return _result(done, file, act)

    def loaded(answer: ReturnAnswer) -> None:
        task.arguments = {**given, _LOADED: answer.id}

    within = authority_scope(act.authority)
    run = store.nccis_return.runs.run(given.get("run") or 0, within=within)
    try:
        if not file.is_file():
            raise Refusal(answer_lists.GONE)
        if (number := given.get("answer")) is not None:
            answer = answer_lists.load_explained(
                number, act=act, loaded=loaded, say=say
            )
        else:
            answer = answer_lists.take(run, file, act=act, loaded=loaded, say=say)
    except (Refusal, NotOpened, KeysUnusable) as refused:
        raise tasks.Failed(str(refused)) from refused
    return _result(answer.id, file, act)


def _result(number: int, file: Path, act: Act) -> tasks.Result:
    within = authority_scope(act.authority)
    answer = store.nccis_return.return_answers.answer(number, within=within)
    if answer is None or answer.waiting is None:
        waiting_files.forget([file])
    return {"answer": number}


def _file(task: Task) -> Path:
    (file,) = task.arguments["files"]
    return Path(file)
