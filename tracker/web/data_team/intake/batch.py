"""One batch: its progress, the outcomes of its lines, its effect, withdrawing it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.intake.questions import next_steps
from tracker.actions.intake.questions.answers import WrongAnswer, check, entered
from tracker.actions.intake.questions.open_questions import Kind
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.problem_kinds import of_problems
from tracker.store.intake.import_batches import ImportBatch, Outcome, Status
from tracker.store.people.records import Person
from tracker.store.work.tasks import State, Task
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.forms import Form
from tracker.web.guard import found, may, requires, scope

#: How many people are named for one kind of question that a batch raised.
PEOPLE_SHOWN = 50
#: How many kinds of problems are shown; the file to send back has all.
KINDS_SHOWN = 20


def batch_of(number: int) -> ImportBatch:
    """The batch of that number, or "not found"."""
    return found(store.intake.import_batches.batch(number, within=scope()))


@bp.get("/imports/<int:number>")
@requires(Permission.IMPORT_FILES)
def import_batch(number: int) -> ResponseReturnValue:
    return _page(batch_of(number))


def _page(batch: ImportBatch, refused: str = "") -> ResponseReturnValue:
    """The page of a batch, with the sentence of a refusal if there is one."""
    form = Form()
    if refused:
        form.refuse("", refused)
    listed = store.intake.batch_pages.one(batch)
    counts = store.intake.import_batches.outcomes(batch.id)
    # Includes what a worker has done since this page's session began.
    newest = store.work.tasks.newest(
        actions.intake.file_tasks.subject(batch.id), within=scope()
    )
    foreseen = _foreseen(batch)
    signal = actions.intake.signals.signal_items.is_signal(batch)
    receipts = store.intake.sendings.receipts(batch.id, within=scope())
    problems = of_problems(store.intake.batch_pages.problems_alike(batch.id))
    return render_template(
        "data_team/intake/batch.html",
        form=form,
        batch=batch,
        listed=listed,
        receipts=receipts,
        # Earlier versions stored a digest with a batch that no sender can compare.
        sha256=next((it.sha256 for it in receipts if it.sha256), batch.sha256),
        is_register=actions.intake.register.is_of(batch),
        sender=sender_names.of_batch(batch),
        signal=signal,
        filters=line_outcomes.filters(counts, batch.status, signal=signal),
        undecided=store.intake.batch_pages.count_undecided(batch.id)
        if batch.status == Status.RECEIVED
        else 0,
        problems=problems[:KINDS_SHOWN],
        more_problems=max(0, len(problems) - KINDS_SHOWN),
        task=newest,
        foreseen=foreseen,
        alarms=(alarms := _alarms(batch, foreseen)),
        asks=not alarms and _counts_again(batch, foreseen),
        questions=_questions(batch),
        effect=_effect(batch),
        raised=_raised(batch),
        identity=store.people.identity_questions.count_of_batch(
            batch.id, within=scope()
        ),
        history=store.intake.batch_pages.history(batch.id, within=scope()),
        names=store.accounts.users.names(within=scope()),
        words=line_outcomes,
        in_tray=0 if signal else counts.get(Outcome.OUT_OF_AREA, 0),
        of_service=batch.status == Status.APPLIED
        and may(Permission.SHARE_LISTS)
        and actions.law.services.own_lists.is_of_service(batch.feed),
    )


def _newest(kind: str, batch: ImportBatch) -> Task | None:
    task = store.work.tasks.newest(
        actions.intake.file_tasks.subject(batch.id), within=scope(), kind=kind
    )
    return task if task is not None and task.state == State.DONE else None


def _foreseen(batch: ImportBatch) -> Task | None:
    """The newest task that worked out what applying would do; None without one.

    It is a preview, or an attempt to apply that stopped at something unusual.
    """
    if batch.status not in (Status.MATCHED, Status.WITHDRAWN):
        return None
    preview, applied = _newest("preview", batch), _newest("apply", batch)
    stopped = applied if applied is not None and applied.result["alarms"] else None
    if stopped is not None and (preview is None or preview.id < stopped.id):
        return stopped
    return preview


def _alarms(batch: ImportBatch, foreseen: Task | None) -> list[str]:
    """What is unusual and has not been confirmed yet."""
    if actions.intake.register.is_of(batch):
        found = actions.intake.register.alarms(batch)
    else:
        found = foreseen.result["alarms"] if foreseen is not None else []
    return actions.intake.questions.open_questions.unconfirmed(
        batch, found, again=batch.status == Status.WITHDRAWN
    )


def _counts_again(batch: ImportBatch, foreseen: Task | None) -> bool:
    """Whether applying a withdrawn batch changes records, which is confirmed first."""
    if batch.status != Status.WITHDRAWN:
        return False
    if actions.intake.register.is_of(batch) or foreseen is None:
        return True
    return any(foreseen.result["changes"].values())


def _questions(batch: ImportBatch) -> dict[str, str]:
    """The questions to answer before applying, without what is unusual."""
    if batch.status == Status.APPLIED:
        return {}
    return {
        each.kind.name: each.sentence
        for each in actions.intake.questions.open_questions.of_batch(batch)
    }


def _effect(batch: ImportBatch) -> dict[str, Any] | None:
    """What applying did; None until then, and where no page requested it."""
    if batch.status != Status.APPLIED or (applied := _newest("apply", batch)) is None:
        return None
    return applied.result if applied.result["applied"] else None


def _raised(batch: ImportBatch) -> list[tuple[str, list[Person], int]]:
    """The people in a batch's questions: (kind, some of the people, how many)."""
    by_kind: dict[str, list[int]] = {}
    answered = next_steps.answered_of(batch, today())
    for person, kind in store.people.identity_questions.raised_by(batch.id):
        if (person, kind) in answered:
            continue
        by_kind.setdefault(kind, []).append(person)
    shown = [number for some in by_kind.values() for number in some[:PEOPLE_SHOWN]]
    known = store.people.doubtful_lines.people(shown, within=scope())
    return [
        (
            kind,
            [known[each] for each in numbers[:PEOPLE_SHOWN] if each in known],
            len(numbers),
        )
        for kind, numbers in by_kind.items()
    ]


def _request(kind: str, batch: ImportBatch, **more: Any) -> ResponseReturnValue:
    """Gives the work to a worker, unless one is at this batch, and shows progress."""
    newest = store.work.tasks.newest(
        actions.intake.file_tasks.subject(batch.id), within=scope()
    )
    if newest is not None and not newest.ended:
        flash("The batch is already being worked on. Follow its progress below.")
    else:
        actions.work.tasks.request(
            kind,
            act=act(),
            subject=actions.intake.file_tasks.subject(batch.id),
            batch=batch.id,
            **more,
        )
    return redirect(url_for("data_team.import_batch", number=batch.id))


@bp.post("/imports/<int:number>/match")
@requires(Permission.IMPORT_FILES)
def import_match(number: int) -> ResponseReturnValue:
    return _request("match", batch_of(number))


@bp.post("/imports/<int:number>/preview")
@requires(Permission.IMPORT_FILES)
def import_preview(number: int) -> ResponseReturnValue:
    return _request("preview", batch_of(number))


@bp.post("/imports/<int:number>/apply")
@requires(Permission.IMPORT_FILES)
def import_apply(number: int) -> ResponseReturnValue:
    """Applies a batch; what is unusual has to be confirmed with a tick."""
    batch = batch_of(number)
    confirmed = request.form.get("confirmed") == "yes"
    if store.intake.batch_pages.one(batch).with_sender:
        return _page(
            batch, "The sender is still checking this list and has not sent it yet."
        )
    if batch.status == Status.APPLIED:
        flash(f"Batch {batch.id} has already been applied.")
        return redirect(url_for("data_team.import_batch", number=batch.id))
    questions = _questions(batch)
    name = request.form.get("new_sender", "").strip()
    if (refused := _refused(batch, questions, name)) is not None:
        return _page(batch, refused)
    foreseen = _foreseen(batch)
    alarms = _alarms(batch, foreseen)
    # What the page showed: anything found since is new to the user who ticked.
    shown = request.form.getlist("seen") or alarms
    if alarms and not (confirmed and set(alarms) <= set(shown)):
        return _page(
            batch,
            "Something about this file is unusual. Tick that you have checked it "
            "before you apply it.",
        )
    is_sure = bool(alarms) or request.form.get("sure") == "yes"
    if not is_sure and _counts_again(batch, foreseen):
        return _page(
            batch, "Tick the box to confirm that you want to apply this batch again."
        )
    answers: dict[str, Any] = {"new_sender": name} if name else {}
    if confirmed:
        answers |= {"confirmed": True, "seen": alarms}
    return _request("apply", batch, **answers)


def _refused(batch: ImportBatch, questions: dict[str, str], name: str) -> str | None:
    """Why the batch cannot be applied with these answers; None where it can."""
    if Kind.UNUSABLE.name in questions:
        return questions[Kind.UNUSABLE.name]
    if Kind.SENDER.name in questions and not name:
        return questions[Kind.SENDER.name]
    sender = InstitutionRef(**batch.sender) if batch.sender else None
    try:
        check(entered(name), sender=sender, authority=batch.authority)
    except WrongAnswer as wrong:
        return str(wrong)
    return None


@bp.post("/imports/<int:number>/withdraw")
@requires(Permission.IMPORT_FILES)
def import_withdraw(number: int) -> ResponseReturnValue:
    batch = batch_of(number)
    if request.form.get("sure") != "yes":
        return _page(
            batch, "Tick the box to confirm that you want to withdraw this batch."
        )
    return _request("withdraw", batch)
