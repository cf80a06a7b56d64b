"""Received files: the batches, the next step of each, and receiving more."""

from collections.abc import Sequence
from datetime import timedelta

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.intake.file_tasks import AGAIN
from tracker.domain.reference.academic_year import say_date
from tracker.feeds.registry import FEEDS
from tracker.store.intake.batch_pages import Alike
from tracker.store.intake.uploads import Upload
from tracker.store.work.tasks import State, Task
from tracker.web import refusals
from tracker.web.acting import act, now, today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.data_team.intake.batch import batch_of
from tracker.web.forms import Files, Form
from tracker.web.front.incoming import takes_files
from tracker.web.guard import found, me, requires, scope
from tracker.web.look.listing import Filter, Listing, Option

#: How long failed work stays at the top of the list, unless it is dismissed.
FAILED_FOR = timedelta(days=2)


def _listed(nouns: Sequence[str]) -> str:
    """Several nouns as the beginning of a sentence: "A census, a list or a file"."""
    first = ", ".join(nouns[:-1])
    return f"{first[:1].upper()}{first[1:]} or {nouns[-1]}"


class Drop(Form):
    files = Files(
        "Files",
        description=(
            f"{_listed([it.noun for it in FEEDS.values() if not it.own_door])}, "
            "as CSV, Excel, XML or a ZIP of these."
        ),
    )


@bp.route("/imports", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
@takes_files()
def imports() -> ResponseReturnValue:
    form = Drop()
    if form.validate_on_submit():
        with refusals.in_form(form):
            return _receive(form)
    shown = _listing()
    order, descending = shown.order
    found = store.intake.batch_pages.listed(
        within=scope(),
        feed=shown.chosen.get("feed"),
        status=shown.chosen.get("status"),
        order=order,
        descending=descending,
        **shown.page.cut,
    )
    senders = sender_names.of_batches(each.batch for each in found)
    waiting = store.intake.uploads.waiting(within=scope())
    at_work = _at_work(waiting)
    failed = [again for _, again in at_work]
    return render_template(
        "data_team/intake/imports.html",
        form=form,
        listing=shown,
        rows=[(each, senders[each.batch.id]) for each in found],
        feeds=FEEDS,
        at_work=at_work,
        about=_about,
        address=_address,
        waiting=[each for each in waiting if each not in failed],
        file_names=file_names,
        in_tray=store.intake.tray.waiting(within=scope()),
        late=store.intake.tray.late(
            actions.intake.out_of_area.kept_from(me().authority, today()),
            within=scope(),
        ),
        names=store.accounts.users.names(within=scope()),
        words=line_outcomes,
    )


def _listing() -> Listing[Alike]:
    """How the list of batches is narrowed and sorted; its query does both."""
    return Listing(
        store.intake.batch_pages.alike(within=scope()),
        keys={name: lambda each: each.batches for name in ("batch", "as_at", "lines")},
        filters=(
            Filter(
                "feed",
                "What",
                lambda each: [Option(each.feed, line_outcomes.feed_title(each.feed))],
            ),
            Filter(
                "status",
                "Status",
                lambda each: [
                    Option(each.status, line_outcomes.STATUSES[each.status].title)
                ],
                ordered=tuple(line_outcomes.STATUSES),
            ),
        ),
        first="-batch",
        weight=lambda each: each.batches,
    )


def _receive(form: Drop) -> ResponseReturnValue:
    """Keeps the files; begins with the plain ones, and asks about the others."""
    sent = [each for each in form.files.data or () if getattr(each, "filename", "")]
    kept = actions.intake.uploads.uploaded_files.keep(
        [(each.filename, each.stream) for each in sent],
        folder=current_app.config["TRACKER"].var / "uploads",
        act=act(),
        refuse=lambda sentence: flash(sentence, "refused"),
    )
    begun = [
        actions.intake.uploads.uploaded_files.hand_over(upload, [], act=act())
        for upload in kept
        if actions.intake.uploads.uploaded_files.is_plain(upload)
    ]
    incomplete = len(kept) - len(begun)
    if len(kept) == 1:
        if begun:
            return redirect(url_for("data_team.import_taking", number=begun[0].id))
        return redirect(url_for("data_team.import_new", number=kept[0].id))
    flash(
        f"{len(kept)} kinds of file were received. "
        + (
            f"More information is needed about {incomplete} of them: see below."
            if incomplete
            else "All of them are being imported."
        )
    )
    return redirect(url_for("data_team.imports"))


def _at_work(waiting: Sequence[Upload]) -> list[tuple[Task, Upload | None]]:
    """The work on our own files that is under way or has failed lately.

    With it comes the upload under which its files wait to be given another kind.
    """
    uploaded = {each.id: each for each in waiting}
    found = [
        (task, uploaded.get(task.arguments.get(AGAIN, 0)))
        for task in store.work.tasks.at_work(
            line_outcomes.WORKING, within=scope(), failed_since=now() - FAILED_FOR
        )
        if task.kind != "take in" or task.subject.startswith("upload ")
    ]
    # Files that have since been given another kind, or deleted, are settled.
    return [each for each in found if each[1] or AGAIN not in each[0].arguments]


def _about(task: Task) -> str:
    if task.kind == "take in":
        return f"Importing {', '.join(file_names(task.arguments['files'])[:3])}"
    return f"{line_outcomes.WORKING[task.kind]}: {task.subject}"


def _address(task: Task) -> str:
    if task.kind == "take in":
        return url_for("data_team.import_taking", number=task.id)
    return url_for("data_team.import_batch", number=task.arguments["batch"])


def file_names(kept: list[str]) -> list[str]:
    """The senders' own names of kept files."""
    return [each.rpartition("/")[2] for each in kept]


@bp.get("/imports/taking/<int:number>")
@requires(Permission.IMPORT_FILES)
def import_taking(number: int) -> ResponseReturnValue:
    """The progress of an import; once it is done, the batch."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != "take in" or not task.subject.startswith("upload "):
        abort(404)
    if task.state == State.DONE:
        batch = batch_of(task.result["batch"])
        if task.result["already"]:
            flash(
                f"The same file is already loaded as batch {batch.id}, as at "
                f"{say_date(batch.as_at)}. Nothing was done."
            )
        return redirect(url_for("data_team.import_batch", number=batch.id))
    return render_template(
        "data_team/intake/reading.html",
        task=task,
        files=file_names(task.arguments["files"]),
        again=store.intake.uploads.get(task.arguments.get(AGAIN, 0), within=scope()),
        words=line_outcomes,
        kept_days=actions.intake.waiting_files.KEPT_AFTER_FAILURE.days,
    )


@bp.post("/imports/failed/<int:number>/dismiss")
@requires(Permission.IMPORT_FILES)
def import_dismiss(number: int) -> ResponseReturnValue:
    """Removes failed work from the top of the list."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind not in line_outcomes.WORKING or task.state != State.FAILED:
        abort(404)
    actions.work.tasks.dismiss(task, act=act())
    flash("Dismissed. It is still listed among the work that is done.")
    return redirect(url_for("data_team.imports"))
