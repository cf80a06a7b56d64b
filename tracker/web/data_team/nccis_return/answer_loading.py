"""A list that DfE sent back, being loaded: its file, its columns, its progress."""

from collections.abc import Sequence

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.nccis_return.answers import answer_lists, answer_task
from tracker.feeds.return_answers.answer_columns import NAME
from tracker.store.nccis_return.return_answers import ReturnAnswer
from tracker.store.nccis_return.runs import ReturnRun
from tracker.store.work.tasks import State, Task
from tracker.web import columns, refusals
from tracker.web.acting import act, now
from tracker.web.data_team import bp
from tracker.web.data_team.intake.imports import file_names
from tracker.web.data_team.nccis_return.dfe_answers import answer_of, lists_of
from tracker.web.forms import Choice, File, Form, Needed
from tracker.web.front.incoming import takes_files
from tracker.web.guard import found, requires, scope

_WHICH = "Which return does it answer?"


class AnswerList(Form):
    file = File(
        "A list that DfE sent back",
        [Needed("Choose the list that DfE sent back.")],
        description="Errors or duplicates, as CSV, Excel or XML. Its layout is not "
        "published: if a heading is not known, you say once what it means.",
    )
    run = Choice("Which return does it answer?", default="")


class AnotherTry(Form):
    run = Choice(_WHICH, default="")


def _offer(form: AnswerList | AnotherTry) -> Sequence[ReturnRun]:
    """Gives a form the returns that were sent; returns them."""
    returns = answer_lists.sent_returns(within=scope())
    form.run.choices = [("", "As the list says")] + [
        (str(each.id), f"{each.period.label}, snapshot {each.id}") for each in returns
    ]
    return returns


def _chosen(
    form: AnswerList | AnotherTry, returns: Sequence[ReturnRun]
) -> ReturnRun | None:
    return next((it for it in returns if str(it.id) == form.run.data), None)


@bp.route("/returns/answers/load", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
@takes_files()
def return_answer_load() -> ResponseReturnValue:
    form = AnswerList(run=request.args.get("run", ""))
    chosen = _chosen(form, _offer(form))
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"": "file", "files": "file"}):
            task = answer_task.request(
                chosen,
                [(form.file.data.filename or "", form.file.data.stream)],
                folder=current_app.config["TRACKER"].var / "uploads",
                act=act(),
            )
            return redirect(url_for("data_team.return_answer_loading", number=task.id))
    return render_template(
        "data_team/nccis_return/answer_load.html",
        form=form,
        run=chosen,
        lists=lists_of(chosen) if chosen is not None else [],
        at_work=[
            (task, file_names(task.arguments["files"])[0])
            for task in store.work.tasks.at_work(
                [answer_task.KIND],
                within=scope(),
                failed_since=now() - answer_lists.WAITS,
            )
        ],
        names=store.accounts.users.names(within=scope()),
    )


def _task(number: int) -> Task:
    """The work of loading a list, or "not found"."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != answer_task.KIND:
        abort(404)
    return task


def _not_loaded(number: int) -> Task:
    """The work whose file waits for another try, or "not found"."""
    task = _task(number)
    is_explained = task.arguments.get("answer") is not None
    if task.state != State.FAILED or is_explained or task.dismissed_at is not None:
        abort(404)
    return task


@bp.get("/returns/answers/loading/<int:number>")
@requires(Permission.PREPARE_RETURN)
def return_answer_loading(number: int) -> ResponseReturnValue:
    """The progress of a list; once it is done, the list or the form for its columns."""
    task = _task(number)
    if task.state == State.DONE:
        return _loaded(answer_of(task.result["answer"]))
    form = AnotherTry(run=str(task.arguments.get("run") or ""))
    _offer(form)
    return _progress(task, form)


def _progress(task: Task, form: AnotherTry) -> ResponseReturnValue:
    return render_template(
        "data_team/nccis_return/answer_loading.html",
        task=task,
        form=form,
        file=file_names(task.arguments["files"])[0],
        explained=task.arguments.get("answer"),
        is_there=answer_task.is_there(task) and task.dismissed_at is None,
    )


@bp.post("/returns/answers/loading/<int:number>/again")
@requires(Permission.PREPARE_RETURN)
def return_answer_again(number: int) -> ResponseReturnValue:
    """Tries a list again, as the answer to the return that is chosen."""
    task, form = _not_loaded(number), AnotherTry()
    returns = _offer(form)
    if form.validate_on_submit():
        with refusals.in_form(form):
            begun = answer_task.again(task, _chosen(form, returns), act=act())
            return redirect(url_for("data_team.return_answer_loading", number=begun.id))
    return _progress(task, form)


@bp.post("/returns/answers/loading/<int:number>/delete")
@requires(Permission.PREPARE_RETURN)
def return_answer_give_up(number: int) -> ResponseReturnValue:
    """Deletes the file of a list that was not loaded."""
    task = _not_loaded(number)
    (name,) = file_names(task.arguments["files"])
    answer_task.throw_away(task, act=act())
    flash(f"{name} was deleted. Nothing from it is kept.")
    return redirect(url_for("data_team.return_answer_load"))


def _loaded(answer: ReturnAnswer) -> ResponseReturnValue:
    if answer.waiting:
        return redirect(url_for("data_team.return_answer_columns", number=answer.id))
    flash(f"{answer.file} is loaded, line by line.")
    return redirect(url_for("data_team.return_answer_list", number=answer.id))


@bp.route("/returns/answers/<int:number>/columns", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_answer_columns(number: int) -> ResponseReturnValue:
    """The form for the meaning of each heading; the next list of DfE uses it."""
    answer, form, seen = answer_of(number), Form(), None
    if not answer.waiting:
        return redirect(url_for("data_team.return_answer_list", number=answer.id))
    with refusals.flashed():
        seen = answer_lists.headings(answer)
    if seen is None:
        return redirect(url_for("data_team.return_answer_load", run=answer.run_id))
    means = {each.heading: each.means or "" for each in seen}
    if form.validate_on_submit():
        means = columns.chosen(seen)
        with refusals.in_form(form, ""):
            task = answer_task.explain(answer, means, act=act())
            return redirect(url_for("data_team.return_answer_loading", number=task.id))
    return render_template(
        "data_team/nccis_return/answer_columns.html",
        form=form,
        answer=answer,
        **columns.shown(seen, means, NAME),
    )


@bp.post("/returns/answers/<int:number>/throw-away")
@requires(Permission.PREPARE_RETURN)
def return_answer_throw_away(number: int) -> ResponseReturnValue:
    """Deletes a list whose columns were not explained."""
    answer = answer_of(number)
    back, name = answer.run_id, answer.file
    if answer.waiting:
        answer_lists.throw_away(answer)
        flash(f"{name} was deleted. Nothing from it is kept.")
    return redirect(url_for("data_team.return_answer_load", run=back))
