"""The returns: the months, the snapshot of each, and the steps still to take."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.figures.measures import (
    COHORT,
    NEET,
    NEET_OR_NOT_KNOWN,
    NOT_KNOWN,
    NOT_SHOWN,
    PARTICIPATING,
    Figure,
)
from tracker.domain.reference.academic_year import Period
from tracker.store.nccis_return.run_steps import Standing
from tracker.store.nccis_return.runs import ReturnRun
from tracker.store.work.tasks import State
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.forms import Choice, Form, Needed, Words
from tracker.web.guard import found, requires, scope
from tracker.web.management.chosen_day import return_counts_sealed

#: How many months back a return can be made: a year, and this month.
MONTHS_BACK = 13
MONTHS_ON_A_PAGE = 24
#: The figures that are compared with those of the dashboard.
SHOWN = (COHORT, NEET, NOT_KNOWN, NEET_OR_NOT_KNOWN, PARTICIPATING)


class Snapshot(Form):
    month = Choice("Month", [Needed("Select a month.")])


class Step(Form):
    """A step of one return on a page of its own: what it does, and its button."""

    title = about = button = ""
    #: What the page says instead of its form until the return is signed off.
    before_sign_off = ""


class Again(Step):
    title = "Make the return again"
    about = (
        "The signed-off return is kept. A new snapshot is taken from what is known "
        "now, and must be signed off and sent separately."
    )
    button = "Take a new snapshot"
    reason = Words(
        "Why are you making the return again?",
        [Needed("Enter why you are making the return again.")],
        description="It is kept with the new return. Do not name a young person.",
        render_kw={"params": {"rows": 4}},
    )


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the list: the run that counts, its standing, the number of runs."""

    run: ReturnRun
    standing: Standing
    times: int
    must_fix: int


def run_of(number: int) -> ReturnRun:
    """The run of that number, or "not found"."""
    return found(store.nccis_return.runs.run(number, within=scope()))


def step_page(run: ReturnRun, form: Step) -> ResponseReturnValue:
    """The page of one step of a return."""
    return render_template("data_team/nccis_return/step.html", run=run, form=form)


def month_form() -> Snapshot:
    """The form that takes a snapshot; the last completed month stands first."""
    form, months = Snapshot(), []
    this = earlier = Period.of(today())
    for _ in range(MONTHS_BACK - 1):
        earlier = earlier.previous
        months.append((earlier.iso, earlier.label))
    form.month.choices = [*months, (this.iso, f"{this.label} (not over yet)")]
    return form


def _months() -> tuple[paging.Page, list[Month]]:
    page, months = paging.read(
        partial(store.nccis_return.runs.months, within=scope()), MONTHS_ON_A_PAGE
    )
    # The newest frozen run is the return of its month; without one, the newest run.
    counting = [
        (next((run for run in runs if run.frozen_at is not None), runs[0]), len(runs))
        for _, runs in months
    ]
    standing = store.nccis_return.run_steps.of(run.id for run, _ in counting)
    must_fix = store.nccis_return.run_issues.must_fix(run.id for run, _ in counting)
    return page, [
        Month(run, standing[run.id], times, must_fix.get(run.id, 0))
        for run, times in counting
    ]


@bp.get("/returns", endpoint="returns")
@requires(Permission.SEE_RETURN)
def all_months() -> ResponseReturnValue:
    return _list(month_form())


def _list(form: Snapshot) -> ResponseReturnValue:
    page, months = _months()
    return render_template(
        "data_team/nccis_return/months.html",
        form=form,
        months=months,
        page=page,
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/returns/snapshot")
@requires(Permission.PREPARE_RETURN)
def return_snapshot() -> ResponseReturnValue:
    form = month_form()
    if form.validate_on_submit():
        with refusals.in_form(form, "month"):
            return _request(Period.parse(form.month.data))
    return _list(form)


@bp.route("/returns/<int:number>/again", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_again(number: int) -> ResponseReturnValue:
    run, form = run_of(number), Again()
    if form.validate_on_submit():
        with refusals.in_form(form):
            return _request(run.period, form.reason.data or "")
    return step_page(run, form)


def _request(period: Period, reason: str = "") -> ResponseReturnValue:
    """Requests the snapshot of a month, and leads to the page of its progress."""
    installed = current_app.config["TRACKER"]
    task = actions.nccis_return.prepare_task.request(
        period,
        act=act(),
        database=installed.needed_database_id,
        supplier=installed.supplier,
        reason=reason,
    )
    return redirect(url_for("data_team.return_task", number=task.id))


@bp.get("/returns/tasks/<int:number>")
@requires(Permission.PREPARE_RETURN)
def return_task(number: int) -> ResponseReturnValue:
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != actions.nccis_return.prepare_task.KIND:
        abort(404)
    if task.state == State.DONE:
        flash("Snapshot taken. Work through the steps below.")
        return redirect(url_for("data_team.return_run", number=task.result["run"]))
    return render_template(
        "data_team/nccis_return/task.html",
        task=task,
        period=Period.parse(task.arguments["period"]),
    )


@bp.get("/returns/<int:number>")
@requires(Permission.SEE_RETURN)
def return_run(number: int) -> ResponseReturnValue:
    run = run_of(number)
    return render_template(
        "data_team/nccis_return/run.html",
        run=run,
        over=run.period_end <= today(),
        standing=store.nccis_return.run_steps.of([run.id])[run.id],
        issues=store.nccis_return.run_issues.totals(run.id),
        answers=[
            each
            for each in store.nccis_return.return_answers.of_run(run.id)
            if each.withdrawn_at is None
        ],
        others=[
            each
            for each in store.nccis_return.runs.of_month(run.authority, run.period_end)
            if each.id != run.id
        ],
        names=store.accounts.users.names(within=scope()),
        figures=figures_of(run),
        **since_last_month(run),
    )


def figures_of(run: ReturnRun) -> dict[str, object]:
    """The figures of a return beside our own, if those are made.

    Both are as their reader may see them: a later return or the column of today differs
    by one young person from this one, and that person's name is on the list of changes.
    """
    day, sealed = run.period_end, return_counts_sealed()
    *here, apart = actions.nccis_return.return_figures.of(
        run, (*SHOWN, NOT_SHOWN), sealed=sealed
    )
    if not store.history.days.are_complete([day], within=scope()):
        rows: list[tuple[Figure, Figure | None]] = [(each, None) for each in here]
        return {"rows": rows, "agree": None, "apart": apart.count}
    there = actions.figures.measured.figures(
        day, within=scope(), measures=SHOWN, sealed=sealed
    )
    return {
        "rows": list(zip(here, there, strict=True)),
        "agree": all(
            (a.count, a.of) == (b.count, b.of) for a, b in zip(here, there, strict=True)
        ),
        "apart": apart.count,
    }


def since_last_month(run: ReturnRun) -> dict[str, Any]:
    """The return that this one is compared with, the primary cohort of both, and a
    warning if much moved.
    """
    earlier = actions.nccis_return.run_changes.earlier(run)
    if earlier is None:
        return {"earlier": None, "cohort": None, "alarm": ""}
    most = actions.accounts.settings.of(run.authority).cohort_moves
    found = actions.nccis_return.run_changes.since_before(earlier, run, most=most)
    return {"earlier": earlier, "cohort": found.cohort, "alarm": found.alarm}
