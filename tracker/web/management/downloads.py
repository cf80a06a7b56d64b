"""The table of any panel of the dashboard, as CSV."""

import io
from collections.abc import Callable, Sequence

from flask import Response, abort
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.reporting.files.safe_text import write_csv
from tracker.reporting.panels.panel import Panel
from tracker.web.guard import requires
from tracker.web.management import bp, breakdowns, chosen_day, dashboard, workloads
from tracker.web.management.chosen_day import ChosenDay

#: The pages of the dashboard, and the panels of each.
_PAGES: dict[str, Callable[[ChosenDay], Sequence[Panel]]] = {
    "dashboard": lambda day: dashboard.show(day).panels,
    "by": lambda day: [breakdowns.by_panel(day, breakdowns.by())],
    "unknown": lambda day: breakdowns.not_known(day).panels,
    "flows": lambda day: breakdowns.flows(day).panels,
    "caseloads": lambda day: workloads.work(day).panels,
}


@bp.get("/figures/<page>/<panel>.csv")
@requires(Permission.SEE_FIGURES)
def chart_file(page: str, panel: str) -> ResponseReturnValue:
    day = chosen_day.chosen()
    if page not in _PAGES or not chosen_day.ready(day).made:
        abort(404)
    found = next((each for each in _PAGES[page](day) if each.name == panel), None)
    if found is None:
        abort(404)
    return csv_of(found, f"{panel}-{day.as_of.isoformat()}.csv")


def csv_of(panel: Panel, name: str) -> Response:
    """A panel's table as a file."""
    stream = io.StringIO(newline="")
    write_csv(stream, *panel.table())
    return Response(
        stream.getvalue().encode(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
