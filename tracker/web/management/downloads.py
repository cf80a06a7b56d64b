"""The table of any panel of the dashboard, as CSV."""

from collections.abc import Callable, Sequence

from flask import abort
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.reporting.panels.panel import Panel
from tracker.web.attachments import csv_file
from tracker.web.guard import found, requires
from tracker.web.management import (
    bp,
    breakdowns,
    chosen_day,
    dashboard,
    lapses,
    workloads,
)
from tracker.web.management.chosen_day import ChosenDay

#: The pages of the dashboard, and the panels of each.
_PAGES: dict[str, Callable[[ChosenDay], Sequence[Panel]]] = {
    "dashboard": lambda day: dashboard.show(day).panels,
    "by": lambda day: [breakdowns.by_panel(day, breakdowns.by())],
    "unknown": breakdowns.not_known,
    "lapses": lapses.lapses,
    "flows": lambda day: breakdowns.flows(day)[0],
    "caseloads": lambda day: workloads.work(day).panels,
}


@bp.get("/figures/<page>/<panel>.csv")
@requires(Permission.SEE_FIGURES)
def chart_file(page: str, panel: str) -> ResponseReturnValue:
    day = chosen_day.chosen()
    if page not in _PAGES or not chosen_day.ready(day).made:
        abort(404)
    shown = found(next((it for it in _PAGES[page](day) if it.name == panel), None))
    return csv_file(f"{panel}-{day.as_of.isoformat()}.csv", *shown.table())
