"""Moving in from an earlier system: its months, and what else comes from it."""

from flask import abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.reference.academic_year import Period
from tracker.feeds import moved_documents
from tracker.feeds.nccis.columns import NAME
from tracker.store.work.tasks import State
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.forms import Day, File, Files, Form, Text, Tick
from tracker.web.front.incoming import takes_files
from tracker.web.guard import found, me, requires, scope


class Months(Form):
    files = Files(
        "Monthly NCCIS files",
        description="All months at once, as XML or in a ZIP, whatever they are called. "
        "Each gives its month, and they are loaded in that order.",
    )
    although_missing = Tick("Load them although a month is missing, or loaded already")
    other_authorities = Tick("Load them although they name other authorities")


@bp.route("/imports/months", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
@takes_files()
def import_months() -> ResponseReturnValue:
    form = Months()
    if form.validate_on_submit():
        with refusals.in_form(form):
            sent = [it for it in form.files.data or () if getattr(it, "filename", "")]
            task = actions.intake.moving_in.months_task.request(
                [(each.filename, each.stream) for each in sent],
                folder=current_app.config["TRACKER"].var / "uploads",
                although_missing=form.although_missing.data,
                other_authorities=form.other_authorities.data,
                act=act(),
            )
            return redirect(url_for("data_team.import_months_task", number=task.id))
    batches = store.intake.batch_pages.applied_of(me().authority, NAME)
    return render_template(
        "data_team/intake/moving_in.html",
        form=form,
        months=sorted(
            ((Period.of(each.as_at), each) for each in batches),
            key=lambda pair: pair[0].end,
            reverse=True,
        ),
        in_tray=store.intake.tray.waiting(within=scope()),
        names=store.accounts.users.names(within=scope()),
    )


class Documents(Form):
    index = File(
        "Index",
        description="The list of the documents as CSV or Excel: the young person, the "
        "day, the title, the kind, the author and the name or path of the file.",
    )
    files = File(
        "Documents in a ZIP",
        description="PDF, Word, JPEG, PNG, text and mail, of at most 20 MB each. Send "
        "many in parts of at most 200 MB, each with its own index.",
    )
    system = Text("What is the system called?")
    as_at = Day("Day of the export")
    although = Tick(
        "Move in the others although files are missing, unnamed or not taken"
    )


@bp.route("/imports/documents", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
@takes_files()
def import_documents() -> ResponseReturnValue:
    form = Documents()
    if form.validate_on_submit():
        with refusals.in_form(form):
            index, files = (
                (each.data.filename, each.data.stream) if each.data else None
                for each in (form.index, form.files)
            )
            task = actions.intake.moving_in.documents_task.request(
                index,
                files,
                folder=current_app.config["TRACKER"].var / "uploads",
                system=form.system.data or "",
                as_at=form.as_at.data,
                although=form.although.data,
                act=act(),
            )
            return redirect(url_for("data_team.import_documents_task", number=task.id))
    return render_template(
        "data_team/intake/documents.html",
        form=form,
        batches=store.intake.batch_pages.applied_of(
            me().authority, moved_documents.feed.NAME
        ),
        names=store.accounts.users.names(within=scope()),
    )


@bp.get("/imports/documents/tasks/<int:number>")
@requires(Permission.IMPORT_FILES)
def import_documents_task(number: int) -> ResponseReturnValue:
    """The progress of moving documents in; once it is done, what became of them."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != actions.intake.moving_in.documents_task.KIND:
        abort(404)
    return render_template(
        "data_team/intake/documents_task.html",
        task=task,
        done=task.result if task.state == State.DONE else None,
    )


@bp.get("/imports/months/tasks/<int:number>")
@requires(Permission.IMPORT_FILES)
def import_months_task(number: int) -> ResponseReturnValue:
    """The progress of loading months; once it is done, each with its batch."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != actions.intake.moving_in.months_task.KIND:
        abort(404)
    done = task.state == State.DONE
    return render_template(
        "data_team/intake/months_task.html",
        task=task,
        months=[
            (Period.parse(each["period"]), each)
            for each in (task.result["months"] if done else ())
        ],
        stopped_at=task.result["stopped_at"] if done else "",
    )
