"""The declared reports: which there are, one of any month, and its files."""

from collections.abc import Callable

from flask import Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.actions import month_ends
from tracker.actions import reports as actions
from tracker.reporting import report_pdf, report_workbook
from tracker.reporting.report import Document
from tracker.web.clock import now
from tracker.web.guard import found, me, requires, scope
from tracker.web.management import asked as days
from tracker.web.management import bp
from tracker.web.management.asked import Asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a report can be had as.
_FILES: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "xlsx": (_XLSX, report_workbook.made),
    "pdf": ("application/pdf", report_pdf.made),
}


@bp.get("/reports")
@requires(Permission.SEE_REPORTS)
def reports() -> ResponseReturnValue:
    return render_template(
        "management/reports.html",
        reports=[each for each in actions.every() if each.report is not None],
        broken=actions.broken(),
    )


@bp.get("/reports/<name>")
@requires(Permission.SEE_REPORTS)
def report(name: str) -> ResponseReturnValue:
    declared = found(actions.get(name))
    day = days.asked_month()
    ready = days.ready(day, month_ends.compared(day.as_of))
    if not ready.made:
        return days.waiting(day, ready.task)
    return render_template(
        "management/report.html",
        day=day,
        task=ready.task,
        name=name,
        report=declared,
        document=_document(name, day),
    )


@bp.get("/reports/<name>.<any(xlsx, pdf):kind>")
@requires(Permission.SEE_REPORTS)
def report_file(name: str, kind: str) -> ResponseReturnValue:
    found(actions.get(name))
    day = days.asked_month()
    # What has not been worked out yet would be missing in the file for ever.
    if days.ready(day, month_ends.compared(day.as_of)).task is not None:
        abort(404)
    document = _document(name, day)
    type_, made = _FILES[kind]
    answer = Response(
        made(document),
        mimetype=type_,
        headers={
            "Content-Disposition": f'attachment; filename="{document.file}.{kind}"'
        },
    )
    actions.note_report(
        document, kind, authority=me().authority, by=me().email, at=now()
    )
    return answer


def _document(name: str, day: Asked) -> Document:
    return actions.make(
        name,
        found(actions.get(name)),
        day.as_of,
        authority=me().authority,
        organisation=current_app.config["TRACKER"].organisation,
        within=scope(),
    )
