"""The checks of the installation, for the administrator."""

import os

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.web.acting import now, today
from tracker.web.admin import bp
from tracker.web.guard import requires


@bp.get("/settings/installation")
@requires(Permission.CHANGE_SETTINGS)
def settings_checked() -> ResponseReturnValue:
    """What is unsafe or broken, each in a sentence with what to do."""
    here = actions.doctor.examination.Installation(
        settings=current_app.config["TRACKER"],
        environment=os.environ,
        at=now(),
        on=today(),
    )
    results = actions.doctor.examination.examine(here)
    return render_template(
        "admin/installation.html",
        found=[each for each in results if each.sentences],
        sound=[each for each in results if not each.sentences],
    )
