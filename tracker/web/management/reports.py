"""The declared reports: the list, one report of any month, and its files."""

from collections.abc import Callable

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import actions, reporting
from tracker.access import Permission
from tracker.reporting.reports.report import Document
from tracker.store.accounts.audit import Action
from tracker.web.acting import act
from tracker.web.attachments import attachment
from tracker.web.guard import found, me, requires, scope
from tracker.web.management import bp, chosen_day
from tracker.web.management.chosen_day import ChosenDay

#: The kinds of file in which a report can be downloaded.
_FILES: dict[str, Callable[[Document], bytes]] = {
    "xlsx": reporting.reports.report_sheets.made,
    "pdf": reporting.reports.typeset.made,
}


@bp.get("/reports")
@requires(Permission.SEE_REPORTS)
def reports() -> ResponseReturnValue:
    return render_template(
        "management/reports.html",
        reports=[
            each for each in actions.figures.reports.every() if each.report is not None
        ],
        broken=actions.figures.reports.unreadable(),
    )


@bp.get("/reports/<name>")
@requires(Permission.SEE_REPORTS)
def report(name: str) -> ResponseReturnValue:
    declared = found(actions.figures.reports.get(name))
    day = chosen_day.chosen_month()
    others = actions.history.month_ends.compared_days(day.as_of)
    task = chosen_day.wait_for_figures(day, others)
    return render_template(
        "management/report.html",
        day=day,
        task=task,
        name=name,
        report=declared,
        document=_document(name, day),
    )


@bp.get("/reports/<name>.<any(xlsx, pdf):kind>")
@requires(Permission.SEE_REPORTS)
def report_file(name: str, kind: str) -> ResponseReturnValue:
    found(actions.figures.reports.get(name))
    day = chosen_day.chosen_month()
    # A file keeps what it has: figures that are still being made would be missing.
    others = actions.history.month_ends.compared_days(day.as_of)
    if chosen_day.ready(day, others).task is not None:
        abort(404)
    document = _document(name, day)
    answer = attachment(f"{document.file}.{kind}", _FILES[kind](document))
    act().note_alone(
        Action.REPORT_DOWNLOADED,
        f"report “{document.report.title}”",
        kind=kind,
        as_of=document.as_of.isoformat(),
    )
    return answer


def _document(name: str, day: ChosenDay) -> Document:
    return actions.figures.reports.make(
        name,
        found(actions.figures.reports.get(name)),
        day.as_of,
        authority=me().authority,
        organisation=current_app.config["TRACKER"].organisation,
        within=scope(),
    )
