"""Leads a user who opens a record outside their lists to the page for the reason."""

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.web.acting import midnight, today
from tracker.web.adviser import narrowing
from tracker.web.guard import me, scope

#: Where a reason is given, and how the addresses of pages about one record begin.
REASON = "adviser.person_why"
_OF_RECORD = "/people/<int:number>"


def _ask() -> ResponseReturnValue | None:
    rule = request.url_rule
    if rule is None or not rule.rule.startswith(_OF_RECORD) or rule.endpoint == REASON:
        return None
    if not me().may(Permission.SEE_PEOPLE):
        return None
    number: int = (request.view_args or {})["number"]
    record = store.people.records.get(number, within=scope())
    if record is None or record.merged_into is not None:
        return None
    g.why = actions.casework.look_reasons.why(
        record.id,
        user=me(),
        on=today(),
        midnight=midnight(),
        day=narrowing.newest_day(),
    )
    # A form that was filled in is never turned away: its next page may ask.
    if g.why is not None or request.method not in ("GET", "HEAD"):
        return None
    return redirect(url_for(REASON, number=number, to=request.full_path.rstrip("?")))


def init_app(app: Flask) -> None:
    """To be called after the guard, which settles who may open the page."""
    app.before_request(_ask)
