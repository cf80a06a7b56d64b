"""The parallel run: another system's return of a month against ours, and the trend."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.nccis_return.parallel_run.as_workbook import (
    WHOLE_RECORD,
    field_title,
    share,
    values,
)
from tracker.domain.nccis_return.parallel_run.causes import Cause
from tracker.domain.nccis_return.parallel_run.compared_fields import BY_COLUMN
from tracker.domain.nccis_return.parallel_run.comparing import ORDER, WHOLE
from tracker.domain.reference.academic_year import Period
from tracker.store.nccis_return.parallel_runs import Listed, ParallelRun
from tracker.store.work.tasks import State
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return.issues import person_page
from tracker.web.data_team.nccis_return.months import MONTHS_BACK
from tracker.web.forms import Choice, File, Form, Needed
from tracker.web.front.incoming import takes_files
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import Filter, Listing, Option

#: In an address, the field of a difference that is a whole record.
WHOLE_SLUG = "record"


class TheirFile(Form):
    file = File(
        "Their NCCIS file",
        [Needed("Choose the file that the other system made.")],
        description="XML, CSV or Excel, or a ZIP of it. It is compared and deleted: "
        "nothing of it is loaded.",
    )
    month = Choice("Month")


@dataclass(frozen=True, slots=True)
class Alike:
    """The differences of one field and one cause."""

    field: str
    cause: Cause
    count: int

    @property
    def title(self) -> str:
        known = BY_COLUMN.get(self.field)
        return known.title if known is not None else WHOLE_RECORD


def _form() -> TheirFile:
    form, each = TheirFile(), Period.of(today())
    months = [("", "As the file says")]
    for _ in range(MONTHS_BACK):
        months.append((each.iso, each.label))
        each = each.previous
    form.month.choices = months
    return form


def _run(number: int) -> ParallelRun:
    """The comparison of that number, or "not found"."""
    return found(store.nccis_return.parallel_runs.run(number, within=scope()))


@bp.get("/returns/parallel-run")
@requires(Permission.SEE_RETURN)
def return_parallel() -> ResponseReturnValue:
    return _months(_form())


@bp.post("/returns/parallel-run/compare")
@requires(Permission.PREPARE_RETURN)
@takes_files()
def return_parallel_compare() -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"files": "file"}):
            installed = current_app.config["TRACKER"]
            task = actions.nccis_return.parallel_run.compare_task.request(
                [(form.file.data.filename or "", form.file.data.stream)],
                month=Period.parse(form.month.data) if form.month.data else None,
                database=installed.needed_database_id,
                folder=installed.var / "uploads",
                act=act(),
            )
            return redirect(url_for("data_team.return_parallel_task", number=task.id))
    return _months(form)


def _months(form: TheirFile) -> ResponseReturnValue:
    return render_template(
        "data_team/nccis_return/parallel_run.html",
        form=form,
        runs=store.nccis_return.parallel_runs.months(within=scope()),
        share=share,
        causes=Cause,
        names=store.accounts.users.names(within=scope()),
    )


@bp.get("/returns/parallel-run/tasks/<int:number>")
@requires(Permission.PREPARE_RETURN)
def return_parallel_task(number: int) -> ResponseReturnValue:
    """The progress of a comparison; once it is done, the comparison."""
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != actions.nccis_return.parallel_run.compare_task.KIND:
        abort(404)
    if task.state == State.DONE:
        return redirect(
            url_for("data_team.return_parallel_month", number=task.result["run"])
        )
    return render_template("data_team/nccis_return/parallel_task.html", task=task)


@bp.get("/returns/parallel-run/<int:number>")
@requires(Permission.SEE_RETURN)
def return_parallel_month(number: int) -> ResponseReturnValue:
    run = _run(number)
    months = store.nccis_return.parallel_runs.months(within=scope())
    return render_template(
        "data_team/nccis_return/parallel_month.html",
        run=run,
        months=months,
        is_newest=run.id in {each.id for each in months},
        earlier=[
            each
            for each in store.nccis_return.parallel_runs.of_month(
                run.authority, run.period_end
            )
            if each.id != run.id
        ],
        share=share,
        causes=run.by_cause,
        fields=_by_field(_alike(run)),
        unexplained=Cause.UNEXPLAINED,
        whole=WHOLE_SLUG,
        names=store.accounts.users.names(within=scope()),
    )


def _alike(run: ParallelRun) -> list[Alike]:
    return [
        Alike(field, Cause(cause), count)
        for field, cause, count in store.nccis_return.parallel_runs.by_field(run.id)
    ]


def _by_field(rows: Sequence[Alike]) -> list[tuple[str, str, dict[Cause, int]]]:
    """The fields that differ and the whole records: the slug, the title, and the
    differences by cause.
    """
    counted: dict[str, tuple[str, dict[Cause, int]]] = {}
    for each in rows:
        _, causes = counted.setdefault(each.field or WHOLE_SLUG, (each.title, {}))
        causes[each.cause] = each.count
    return [(slug, title, causes) for slug, (title, causes) in counted.items()]


@bp.get("/returns/parallel-run/<int:number>/differences")
@requires(Permission.SEE_RETURN)
def return_parallel_list(number: int) -> ResponseReturnValue:
    run = _run(number)
    listing = _listing(run)
    rows = _rows(run, listing, **listing.page.cut)
    return render_template(
        "data_team/nccis_return/parallel_list.html",
        run=run,
        listing=listing,
        rows=rows,
        field_title=field_title,
        values=values,
        person_page=person_page,
    )


def _listing(run: ParallelRun) -> Listing[Alike]:
    """How the list is narrowed and sorted; its query does both."""
    return Listing(
        _alike(run),
        keys={
            name: lambda each: each.count
            for name in store.nccis_return.parallel_runs.SORTED
        },
        filters=(
            Filter(
                "cause",
                "Cause",
                lambda each: [Option(str(each.cause), each.cause.heading)],
                ordered=tuple(map(str, Cause)),
            ),
            Filter(
                "field",
                "Field",
                lambda each: [Option(each.field or WHOLE_SLUG, each.title)],
                ordered=tuple(name or WHOLE_SLUG for name in ORDER),
            ),
        ),
        first="name",
        weight=lambda each: each.count,
    )


def _rows(run: ParallelRun, listing: Listing[Alike], **cut: int) -> list[Listed]:
    order, descending = listing.order
    field = listing.chosen.get("field")
    return store.nccis_return.parallel_runs.listed(
        run.id,
        cause=listing.chosen.get("cause"),
        field=WHOLE if field == WHOLE_SLUG else field,
        order=order,
        descending=descending,
        **cut,
    )


@bp.get("/returns/parallel-run/<int:number>/parallel-run.xlsx")
@requires(Permission.SEE_RETURN, offered_on="data_team.return_parallel_month")
def return_parallel_file(number: int) -> ResponseReturnValue:
    run = _run(number)
    content = actions.nccis_return.parallel_run.as_workbook.taken(
        run,
        organisation=current_app.config["TRACKER"].organisation or "",
        within=scope(),
        act=act(),
    )
    return attachment(f"parallel-run-{run.period.iso}.xlsx", content)
