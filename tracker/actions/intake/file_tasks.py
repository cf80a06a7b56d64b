"""Files uploaded on a page: a worker receives, previews, applies and withdraws them."""

from collections.abc import Sequence
from pathlib import Path

from tracker import confinement, feeds, linkage, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake import (
    apply,
    interpret,
    load,
    receive,
    waiting_files,
    way_in,
)
from tracker.actions.intake.effect import Effect
from tracker.actions.intake.matching import match
from tracker.actions.intake.questions import answers, open_questions
from tracker.actions.intake.questions.answers import entered
from tracker.actions.work import tasks
from tracker.actions.work.tasks import Failed, Postponed, Result, Say
from tracker.encryption import KeysUnusable, NotOpened
from tracker.extensions import db
from tracker.feeds.file_reading import Interrupted, TooSlow, Unreadable
from tracker.store.intake.import_batches import ImportBatch, Status
from tracker.store.intake.uploads import Upload
from tracker.store.work.tasks import Task

UNKNOWN_FILE = (
    "{name} is not a kind of file that is known here: no heading or first element "
    "shows what it is. Say what it is, or send the list in our template."
)

#: What need not be the fault of a file: its reading was stopped, or was slow.
_NOT_BY_CONTENTS = (Interrupted, TooSlow)
#: The task argument that notes that its reading was stopped or slow once.
_INTERRUPTED = "interrupted"

#: The task argument that names the upload as which its files wait, until a user
#: chooses another kind of file, answers a question or tries again.
AGAIN = store.work.tasks.AGAIN


@tasks.kind("take in")
def _receive(task: Task, *, say: Say, act: Act) -> Result:
    """Receives and matches uploaded files; afterwards the files are deleted.

    If a worker was killed in the middle, the next one finds what it had received. The
    files are deleted once they are received or their contents refused, and after
    nothing else: this may be the only copy.
    """
    given = task.arguments
    files = [Path(each) for each in given["files"]]
    meanings = interpret.Meanings()
    if (known := given.get("batch")) is not None:
        batch, already = _batch(known, task), bool(given.get("already"))
    else:
        if not all(each.is_file() for each in files):
            raise Failed("The file is no longer here. Send it again.")
        try:
            batch, already = _received_or_refused(
                task, files, meanings=meanings, say=say, act=act
            )
        except (NotOpened, KeysUnusable) as refused:
            # The keys may be put back in their place.
            _keep_for_another_try(task, act)
            raise Failed(str(refused)) from refused
        except _NOT_BY_CONTENTS as stopped:
            _try_once_more(task, stopped)
            _keep_for_another_try(task, act)
            raise Failed(str(stopped)) from stopped
        with store.database.base.transaction():
            task.arguments = {**given, "batch": batch.id, "already": already}
            store.intake.sendings.received(task.subject, batch.id)
    # They are personal data, and every line of them is stored by now.
    waiting_files.forget(files)
    if batch.status == Status.RECEIVED:
        match.match(batch, act=act, meanings=meanings, say=say)
    if given.get("preview") and batch.status == Status.MATCHED:
        tasks.request("preview", act=act, subject=subject(batch.id), batch=batch.id)
    return {"batch": batch.id, "already": already}


def _received_or_refused(
    task: Task,
    files: Sequence[Path],
    *,
    meanings: interpret.Meanings,
    say: Say,
    act: Act,
) -> tuple[ImportBatch, bool]:
    """As ``_received``; files whose contents are refused are deleted, or wait for an
    answer. Raises Failed for these, and what is not their fault.
    """
    try:
        return _received(task, files, meanings=meanings, say=say, act=act)
    except open_questions.Unanswered as unanswered:
        _wait_for_answers(task, unanswered, files, act=act)
        raise Failed(str(unanswered)) from unanswered
    except way_in.NotAgreed as refused:
        # It may not come in, so it may not wait here either.
        waiting_files.forget(files)
        raise Failed(str(refused)) from refused
    except _NOT_BY_CONTENTS:
        raise
    except (Unreadable, load.NotAnInstitution, answers.WrongAnswer) as refused:
        if not _waits_for_kind(task, files, act=act):
            waiting_files.forget(files)
        raise Failed(str(refused)) from refused


def _waits_for_kind(task: Task, files: Sequence[Path], *, act: Act) -> bool:
    """Whether the council's own files are of another kind than the user chose. If so,
    they wait, so that the user can choose again without sending them again. Raises
    what is not the fault of the files.
    """
    given, feed = task.arguments, None
    try:
        feed = next(filter(None, map(_kind_of, files)), None)
    except _NOT_BY_CONTENTS:
        raise
    except Unreadable:
        pass
    if not task.subject.startswith("upload ") or feed in (None, given.get("feed")):
        return False
    _keep_for(task, feed, (), act=act)
    return True


def _try_once_more(task: Task, stopped: Unreadable) -> None:
    """Has the task begun again, the first time that its reading was stopped or slow."""
    if task.arguments.get(_INTERRUPTED):
        return
    with store.database.base.transaction():
        task.arguments = {**task.arguments, _INTERRUPTED: True}
    raise Postponed(str(stopped)) from stopped


@tasks.unfinished("take in")
def _keep_for_another_try(task: Task, act: Act) -> None:
    """Keeps the files of work that failed through no fault of theirs, until their
    sender tries again or deletes them.
    """
    given = task.arguments
    files = [Path(each) for each in given["files"]]
    if given.get("batch") is not None or not all(each.is_file() for each in files):
        return
    if task.subject.startswith("upload "):
        _keep_for(task, given.get("feed"), (), act=act, kept=True)
    else:
        with store.database.base.transaction():
            store.intake.sendings.wait_again(task.subject, given["files"][0])


def _wait_for_answers(
    task: Task,
    unanswered: open_questions.Unanswered,
    files: Sequence[Path],
    *,
    act: Act,
) -> None:
    """Keeps the council's own files for an answer; a school has to send them again."""
    if not task.subject.startswith("upload "):
        waiting_files.forget(files)
        return
    feed = task.arguments.get("feed") or _recognised(files)
    _keep_for(task, feed, unanswered.questions, act=act)


def _keep_for(
    task: Task,
    feed: str | None,
    questions: Sequence[open_questions.Question],
    *,
    act: Act,
    kept: bool = False,
) -> None:
    given = task.arguments
    if (before := given.get(AGAIN)) is not None and store.intake.uploads.lock(
        before
    ) is not None:
        # A worker that was then killed had already done this.
        return
    with store.database.base.transaction():
        upload = Upload(
            authority=task.authority,
            files=given["files"],
            feed=feed,
            institution=given.get("institution"),
            as_at=given.get("as_at"),
            complete=bool(given.get("complete")),
            new_sender=given.get("new_sender"),
            other_authorities=bool(given.get("other_authorities")),
            database=given.get("database"),
            questions=[[each.kind.value, each.sentence] for each in questions],
            sent_by=act.by,
            sent_at=act.at,
        )
        store.database.base.insert(upload)
        more = {store.intake.uploads.KEPT: True} if kept else {}
        task.arguments = {**given, AGAIN: upload.id, "feed": feed, **more}


def _received(
    task: Task,
    files: Sequence[Path],
    *,
    meanings: interpret.Meanings,
    say: Say,
    act: Act,
) -> tuple[ImportBatch, bool]:
    given = task.arguments
    feed = given.get("feed") or _recognised(files)
    try:
        batch = load.receive_files(
            feed,
            waiting_files.opened(files),
            institution=given.get("institution"),
            as_at=store.database.base.on_or_none(given.get("as_at")),
            complete=bool(given.get("complete")),
            act=act,
            notes=given.get("notes") or (),
            answers=_answers(task),
            meanings=meanings,
            say=say,
        )
    except receive.AlreadyLoaded as known:
        # A worker that was then killed may have received it for this very task.
        ours = (
            known.batch.received_by == act.by
            and known.batch.received_at > task.requested_at
        )
        return known.batch, not ours
    return batch, False


def _answers(task: Task) -> answers.Answers:
    """The answers given about the files of a task, or about its batch."""
    return entered(
        task.arguments.get("new_sender"),
        other_authorities=bool(task.arguments.get("other_authorities")),
        database=task.arguments.get("database"),
    )


def _recognised(files: Sequence[Path]) -> str:
    """The kind of the files. Raises Unreadable if it is unknown or not the same."""
    with confinement.deadlines.within():
        recognised = set(filter(None, map(_kind_of, files)))
    if len(recognised) == 1:
        return recognised.pop()
    if not recognised:
        raise Unreadable(UNKNOWN_FILE.format(name=files[0].name))
    raise Unreadable("These files are of several kinds. Send one kind at a time.")


def _kind_of(file: Path) -> str | None:
    return feeds.confined.recognise(waiting_files.opened([file]))


@tasks.kind("match")
def _match(task: Task, *, say: Say, act: Act) -> Result:
    """Matches a batch that was received, and does no more."""
    batch = _batch(task.arguments["batch"], task)
    if batch.status == Status.RECEIVED:
        linkage.model.second_process.get_ready()
        match.match(batch, act=act, say=say)
    outcomes = store.intake.import_batches.outcomes(batch.id)
    return {"batch": batch.id, "outcomes": outcomes}


@tasks.kind("preview")
def _preview(task: Task, *, say: Say, act: Act) -> Result:
    """The effect that applying the batch would have; nothing of it is kept."""
    batch = _batch(task.arguments["batch"], task)
    try:
        effect = load.preview(batch, act=act, say=say)
    except apply.NotApplicable as refused:
        raise Failed(str(refused)) from refused
    return effect.as_json()


@tasks.kind("apply")
def _apply(task: Task, *, say: Say, act: Act) -> Result:
    """Turns the batch into evidence, unless it is unlike the last one and that was not
    confirmed.
    """
    batch = _batch(task.arguments["batch"], task)
    if batch.status == Status.APPLIED:
        return _applied_already(batch)
    try:
        return _apply_now(batch, task, say=say, act=act)
    except apply.NotApplicable as refused:
        # Several clicks are several tasks, and several workers may be doing them.
        if _batch(batch.id, task).status == Status.APPLIED:
            return _applied_already(batch)
        raise Failed(str(refused)) from refused


def _applied_already(batch: ImportBatch) -> Result:
    """The result for a batch that another user applied, or a worker that was killed
    before it could report it."""
    counted = Effect(outcomes=store.intake.import_batches.outcomes(batch.id))
    return {"applied": True, **counted.as_json()}


def _apply_now(batch: ImportBatch, task: Task, *, say: Say, act: Act) -> Result:
    """The result of applying the batch. Raises NotApplicable."""
    confirmed, seen = bool(task.arguments.get("confirmed")), task.arguments.get("seen")
    if batch.status == Status.RECEIVED:
        match.match(batch, act=act, say=say)
    try:
        effect = load.apply(
            batch,
            act=act,
            confirmed=confirmed,
            seen=seen,
            answers=_answers(task),
            say=say,
        )
    except apply.UnlikeLastTime as unlike:
        return {"applied": False, **unlike.effect.as_json()}
    except (open_questions.Unanswered, answers.WrongAnswer) as refused:
        raise Failed(str(refused)) from refused
    return {"applied": True, **effect.as_json()}


@tasks.kind("withdraw")
def _withdraw(task: Task, *, say: Say, act: Act) -> Result:
    """Withdraws all evidence of the batch."""
    batch = _batch(task.arguments["batch"], task)
    if batch.status == Status.WITHDRAWN:
        return {"people": 0}
    try:
        touched = load.withdraw(batch, act=act, say=say)
    except apply.NotApplicable as refused:
        if _batch(batch.id, task).status == Status.WITHDRAWN:
            return {"people": 0}
        raise Failed(str(refused)) from refused
    return {"people": touched}


def subject(batch: int) -> str:
    """The subject of tasks about a batch."""
    return f"batch {batch}"


def _batch(number: int, task: Task) -> ImportBatch:
    found = store.intake.import_batches.batch(
        number, within=authority_scope(task.authority)
    )
    if found is None:
        raise Failed(f"There is no batch {number}.")
    db.session.refresh(found)
    return found
