"""The first steps of a new council, for the administrator."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.web.acting import today
from tracker.web.admin import bp
from tracker.web.guard import me, requires


@bp.get("/settings/getting-started")
@requires(Permission.CHANGE_SETTINGS)
def settings_first_steps() -> ResponseReturnValue:
    """Each step in the order that works, with what is there and what is missing."""
    steps = actions.doctor.first_steps.steps(
        current_app.config["TRACKER"], authority=me().authority, on=today()
    )
    return render_template(
        "admin/getting_started.html",
        steps=steps,
        done=sum(not each.is_open for each in steps),
        first=next((each for each in steps if each.is_open), None),
    )
