"""Pages of managers, who answer for the figures."""

from flask import Blueprint

from tracker import reporting
from tracker.reporting.panels.panel import Picture
from tracker.web.management.chosen_day import counts_sealed

bp = Blueprint("management", __name__)


def _drawn(picture: Picture) -> str:
    """A picture as JSON, for the browser to draw."""
    return reporting.panels.charts.as_json(reporting.panels.charts.figure(picture))


@bp.context_processor
def _shared() -> dict[str, object]:
    """What the templates of the figures call."""
    say = reporting.panels.panel.say
    return {"say": say, "drawn": _drawn, "counts_sealed": counts_sealed}
